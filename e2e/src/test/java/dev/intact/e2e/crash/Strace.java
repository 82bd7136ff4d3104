package dev.intact.e2e.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A Java program under strace. */
final class Strace {

  private Strace() {}

  /** Skips the test, loudly, where strace is not installed. */
  static void require() throws InterruptedException {
    try {
      Process version = new ProcessBuilder("strace", "-V").redirectErrorStream(true).start();
      version.getInputStream().readAllBytes();
      if (version.waitFor() == 0) {
        return;
      }
    } catch (IOException e) {
      // said below
    }
    String message = "SKIPPED: strace is not installed; scripts/install-test-tools does it";
    System.err.println(message);
    Assumptions.abort(message);
  }

  /** The command: what strace is told, where it writes the calls, and the program. */
  static List<String> command(
      List<String> options, Path calls, Class<?> program, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-y"));
    command.addAll(options);
    command.addAll(
        List.of(
            "-o",
            calls.toString(),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            program.getName()));
    command.addAll(arguments);
    return command;
  }
}
