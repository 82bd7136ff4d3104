package dev.intact.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class ProgressTest {

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Progress progress(boolean terminal, long total) {
    PrintStream to = new PrintStream(err, true, StandardCharsets.UTF_8);
    Io io =
        new Io(
            new ByteArrayInputStream(new byte[0]),
            to,
            to,
            Map.of(),
            terminal,
            now::get,
            new java.security.SecureRandom());
    return new Progress(io, "records", total);
  }

  @Test
  void rateAndTimeLeftAreSaidWhereTheTotalIsKnown() {
    assertThat(Progress.line(2_000, 8_000, Duration.ofSeconds(2), "records"))
        .isEqualTo(" 25 %  2,000 records, 1,000/s, 0:06 left");
    assertThat(Progress.line(2_000, 0, Duration.ofSeconds(2), "records"))
        .isEqualTo("2,000 records, 1,000/s");
  }

  @Test
  void aTerminalSeesALineThatIsClearedAtTheEnd() {
    try (Progress progress = progress(true, 0)) {
      progress.add(10);
      assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
      now.set(Instant.EPOCH.plusSeconds(1));
      progress.add(10);
      assertThat(err.toString(StandardCharsets.UTF_8)).endsWith("20 records, 20/s");
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).endsWith("\r\u001b[K");
  }

  @Test
  void elsewhereNothingIsDrawn() {
    try (Progress progress = progress(false, 0)) {
      now.set(Instant.EPOCH.plusSeconds(1));
      progress.add(10);
    }
    assertThat(err.size()).isZero();
  }
}
