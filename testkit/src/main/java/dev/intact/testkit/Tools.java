package dev.intact.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds other people's programs, which scripts/install-test-tools installs. Where one is absent,
 * tests skip and say so.
 */
public final class Tools {

  private Tools() {}

  /**
   * A program.
   *
   * @param name its name
   * @return where it is on the path, or among the system's daemons
   */
  public static Optional<Path> find(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * A program, or the test is skipped loudly.
   *
   * @param name its name
   * @return where it is
   */
  public static Path need(String name) {
    Optional<Path> tool = find(name);
    require(tool.isPresent(), name);
    return tool.orElseThrow();
  }

  /**
   * Skips the test, and says so, where something is not on this machine.
   *
   * @param there whether it is
   * @param what how it is called
   */
  public static void require(boolean there, String what) {
    if (!there) {
      String message = "SKIPPED: " + what + " is not here (scripts/install-test-tools)";
      System.err.println(message);
      Assumptions.abort(message);
    }
  }
}
