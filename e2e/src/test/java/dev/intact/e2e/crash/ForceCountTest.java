package dev.intact.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operating system counts: no acknowledgement without a force of the journal before it. */
final class ForceCountTest {

  private static final int RECORDS = 200;
  private static final int MAX_SECONDS = 120;

  @TempDir Path directory;

  private static void requireStrace() throws InterruptedException {
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

  @Test
  void everyAwaitedRecordCostsAForceOfItsOwn() throws Exception {
    requireStrace();
    Path calls = directory.resolve("calls");
    Process traced =
        new ProcessBuilder(
                "strace",
                "-f",
                "-qq",
                "-y",
                "-e",
                "trace=fdatasync",
                "-o",
                calls.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Sequential.class.getName(),
                directory.resolve("data").toString(),
                String.valueOf(RECORDS))
            .redirectErrorStream(true)
            .start();
    String said = new String(traced.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(traced.waitFor(MAX_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(said).contains(RECORDS + " acknowledged");
    try (var lines = Files.lines(calls)) {
      long forces =
          lines
              .filter(line -> line.contains("/data/journal/") && line.contains("fdatasync("))
              .count();
      assertThat(forces).isGreaterThanOrEqualTo(RECORDS);
    }
  }
}
