package dev.intact.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Other programs, for floors and peers. */
final class Shell {

  private Shell() {}

  /** Whether a program can be run by its name. */
  static boolean has(String program) {
    return List.of("/usr/bin", "/usr/sbin", "/bin", "/usr/local/bin").stream()
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  /**
   * Runs a line.
   *
   * @param codes exit codes that are no failure
   * @return processor seconds, user and system, of everything that it started
   */
  static double cpuSeconds(String line, Path directory, Integer... codes)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", "{ " + line + "\n} >&2; code=$?; times; exit $code")
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0 && !List.of(codes).contains(code)) {
      throw new IOException("ended with " + code + ": " + line);
    }
    // the second line is of the children: 0m1.230000s 0m4.560000s
    String[] parts = said.strip().lines().skip(1).findFirst().orElseThrow().split("[ms ]+", -1);
    return Double.parseDouble(parts[0]) * 60
        + Double.parseDouble(parts[1])
        + Double.parseDouble(parts[2]) * 60
        + Double.parseDouble(parts[3]);
  }
}
