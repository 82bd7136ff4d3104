package dev.intact.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operating system counts: no acknowledgement without a force of the journal before it. */
final class ForceCountTest {

  private static final int RECORDS = 200;
  private static final int MAX_SECONDS = 120;

  @TempDir Path directory;

  @Test
  void everyAwaitedRecordCostsAForceOfItsOwn() throws Exception {
    Strace.require();
    Path calls = directory.resolve("calls");
    Process traced =
        new ProcessBuilder(
                Strace.command(
                    List.of("-e", "trace=fdatasync"),
                    calls,
                    Sequential.class,
                    List.of(directory.resolve("data").toString(), String.valueOf(RECORDS))))
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
