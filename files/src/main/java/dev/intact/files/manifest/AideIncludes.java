package dev.intact.files.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Which files a configuration of AIDE includes by a line. Programs are not run. */
final class AideIncludes {

  /** As AIDE has it. */
  static final int MAX_DEPTH = 16;

  private static final int MAX_FILES = 10_000;

  private AideIncludes() {}

  /** An include that cannot be followed; says why. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * The files, in their order.
   *
   * @param words of the line, with the directive
   * @param from the file in which it stands, if it is known
   */
  static List<Path> of(String[] words, Optional<Path> from) throws RefusedException {
    if (words.length < 2 || words.length > 3) {
      throw new RefusedException(
          words.length > 3 ? "a prefix of rules has no counterpart" : "it names no file");
    }
    Path path = resolve(words[1], from);
    boolean runs = words[0].equals("@@x_include");
    if (words.length == 2) {
      return List.of(readable(path, runs));
    }
    if (!Files.isDirectory(path)) {
      throw new RefusedException(path + " is no directory");
    }
    Pattern pattern = pattern(words[2]);
    try (Stream<Path> list = Files.list(path)) {
      List<Path> found =
          list.filter(p -> Files.isRegularFile(p) && pattern.matcher(name(p)).find())
              .limit(MAX_FILES + 1L)
              .sorted()
              .toList();
      if (found.size() > MAX_FILES) {
        throw new RefusedException("more than " + MAX_FILES + " files match");
      }
      for (Path file : found) {
        Path unused = readable(file, runs);
      }
      return found;
    } catch (IOException e) {
      throw new RefusedException(path + " cannot be listed: " + e.getMessage());
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static Path resolve(String text, Optional<Path> from) throws RefusedException {
    Path path = Path.of(text);
    if (path.isAbsolute()) {
      return path;
    }
    if (from.isEmpty()) {
      throw new RefusedException("it is relative, and where the configuration lies is not known");
    }
    return from.get().toAbsolutePath().resolveSibling(path).normalize();
  }

  private static Path readable(Path file, boolean runs) throws RefusedException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new RefusedException(file + " is no file that can be read");
    }
    if (runs && Files.isExecutable(file)) {
      throw new RefusedException(file + " is a program, and is not run");
    }
    return file;
  }

  private static Pattern pattern(String regex) throws RefusedException {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new RefusedException("it is no pattern: " + e.getDescription());
    }
  }
}
