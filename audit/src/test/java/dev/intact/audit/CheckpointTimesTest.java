package dev.intact.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.finding.Verdict;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointTimesTest {

  @TempDir Path temp;

  /**
   * A machine that sleeps an hour at any moment: checkpoints are taken while records are on their
   * way, and still no record may look backdated.
   */
  @Test
  void aPauseAtAnyMomentMakesNoHonestRecordLookBackdated() throws Exception {
    AtomicLong hours = new AtomicLong();
    Instant start = Instant.parse("2026-03-01T12:00:00Z");
    InstantSource clock = () -> start.plus(Duration.ofHours(hours.getAndIncrement()));
    try (LogStore store =
        LogStore.open(
            LogStoreConfig.of(temp.resolve("data"), clock, AuditKeys::keys)
                .withJournal(1 << 20, 8 << 20)
                .withPublishInterval(Duration.ofMillis(1)))) {
      AuditTrail trail =
          new AuditService(store, clock, RandomGenerator.of("L64X128MixRandom"))
              .openOrCreate("sleepy");
      for (int i = 0; i < 200; i++) {
        trail.append(List.of("{\"event_type\":\"x\"}".getBytes(StandardCharsets.UTF_8)), "tester");
      }
      IntegrityReport report = trail.verify(Optional.empty(), Optional.empty(), "tester");
      assertThat(report.findings()).isEmpty();
      assertThat(report.verdict()).isEqualTo(Verdict.OK);
    }
  }
}
