package dev.intact.cli;

import dev.intact.log.fsck.DirectorySource;
import dev.intact.log.fsck.HttpSource;
import dev.intact.log.fsck.LogSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds logs at rest. Nothing of what it finds is trusted. */
final class Logs {

  private Logs() {}

  /** The log of a directory or URL. */
  static LogSource source(Io io, String where, ServerOptions access) throws IOException {
    return ServerOptions.isUrl(where)
        ? new HttpSource(access.client(), ServerOptions.url(where), access.apiKey(io))
        : new DirectorySource(Path.of(where));
  }

  /** Whether a directory holds many logs, as a data directory does. */
  static boolean isDataDirectory(String where) {
    return !ServerOptions.isUrl(where)
        && Files.isDirectory(Path.of(where).resolve("logs"))
        && !Files.exists(Path.of(where).resolve("checkpoint"));
  }

  /** The directories of all logs of a data directory, sorted. */
  static List<Path> under(Path data) throws IOException {
    Path logs = data.resolve("logs");
    if (!Files.isDirectory(logs)) {
      throw new NoSuchFileException(data + " holds no logs/: it is no data directory");
    }
    try (Stream<Path> all = Files.find(logs, 6, (p, a) -> a.isDirectory() && isLog(p))) {
      List<Path> found = all.sorted().toList();
      if (found.isEmpty()) {
        throw new NoSuchFileException(logs + " holds no log");
      }
      return found;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isLog(Path directory) {
    return Files.exists(directory.resolve("checkpoint"))
        || Files.isDirectory(directory.resolve("tile"));
  }
}
