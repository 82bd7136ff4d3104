package dev.intact.log;

import dev.intact.log.index.IndexException;
import dev.intact.log.index.RecordIndex;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The index's files: a view, so what is damaged is thrown away and built again from the log. */
final class IndexFiles {

  private IndexFiles() {}

  static RecordIndex open(Path file, boolean fresh) throws IOException {
    if (fresh) {
      delete(file);
      return RecordIndex.open(file);
    }
    try {
      return RecordIndex.open(file);
    } catch (IndexException e) {
      System.getLogger(LogStore.class.getName())
          .log(System.Logger.Level.WARNING, e.getMessage() + ": it is built again from the logs");
      delete(file);
      return RecordIndex.open(file);
    }
  }

  /** SQLite keeps its journal and shared memory beside the file, under its name. */
  private static void delete(Path file) throws IOException {
    Path directory = file.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, file.getFileName() + "*")) {
      for (Path old : files) {
        Files.delete(old);
      }
    }
  }
}
