package dev.intact.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds other people's test data, which is not part of this project. Where it is absent, tests skip
 * and say so.
 */
public final class Vectors {

  private Vectors() {}

  /**
   * A folder of vectors.
   *
   * @param name the folder, for example {@code merkle}
   * @return where it is, or empty if it is not on this machine
   */
  public static Optional<Path> dir(String name) {
    Path dir = Path.of(System.getProperty("intact.vectors", "../shared/vectors"), name);
    return Files.isDirectory(dir) ? Optional.of(dir) : Optional.empty();
  }

  /**
   * A folder of vectors, or the test is skipped loudly.
   *
   * @param name the folder
   * @return where it is
   */
  public static Path require(String name) {
    Optional<Path> dir = dir(name);
    if (dir.isEmpty()) {
      String message = "SKIPPED: test vectors '" + name + "' are not at -Dintact.vectors";
      System.err.println(message);
      Assumptions.abort(message);
    }
    return dir.get();
  }
}
