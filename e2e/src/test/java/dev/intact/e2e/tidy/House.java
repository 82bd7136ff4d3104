package dev.intact.e2e.tidy;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The project's own text files: no build results, no data, not Maven's wrapper. */
final class House {

  static final Path ROOT =
      Path.of(System.getProperty("intact.root", "..")).toAbsolutePath().normalize();

  private static final Set<String> FOREIGN =
      Set.of(
          ".git",
          "target",
          "mvnw",
          "mvnw.cmd",
          "intact-data",
          "intact-data.signer",
          "checksums",
          "node_modules");
  private static final Pattern TEXT =
      Pattern.compile(
          ".*\\.(java|md|xml|json|py|go|sh|properties|config|allow)|\\.ci/run|intact|check|scripts/.*");

  private House() {}

  /** Paths from the root, in order. */
  static List<Path> files() throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return FOREIGN.contains(directory.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            Path relative = ROOT.relativize(file);
            if (!FOREIGN.contains(file.getFileName().toString())
                && TEXT.matcher(relative.toString()).matches()) {
              found.add(relative);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    return found;
  }

  static List<Path> files(String ending) throws IOException {
    return files().stream().filter(f -> f.toString().endsWith(ending)).toList();
  }

  static String read(Path file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }
}
