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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What verifying many trails reads, in bytes of tiles and bundles; no clock is asked. */
final class VerificationCostTest {

  private static final int FEW = 40;

  @TempDir Path temp;

  private static byte[] record() {
    return "{\"event_type\":\"x\"}".getBytes(StandardCharsets.UTF_8);
  }

  /** One installation, its trails, and what was read by the parts of a measurement. */
  private final class Measured implements AutoCloseable {
    private final InstantSource clock = () -> Instant.parse("2026-03-01T12:00:00Z");
    private final LogStore store;
    private final AuditService service;
    private final IntegrityRounds rounds;
    private final List<IntegrityReport> reports = new ArrayList<>();

    Measured(int trails) throws Exception {
      store =
          LogStore.open(
              LogStoreConfig.of(temp.resolve("data-" + trails), clock, AuditKeys::keys)
                  .withName("example.com/test")
                  .withJournal(4 << 20, 16 << 20)
                  .withPublishInterval(Duration.ofHours(1)));
      RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
      AuditSettings settings = AuditSettings.parse(Map.of());
      service = new AuditService(store, clock, random, settings);
      SecurityLog security = new SecurityLog(store, clock, random);
      IntegrityAlerts alerts = new IntegrityAlerts(security, settings, () -> {});
      rounds = new IntegrityRounds(service, alerts, settings, clock, reports::add);
      for (int i = 0; i < trails; i++) {
        service.openOrCreate("t-" + i).append(List.of(record()), "tester");
      }
      for (String name : service.trails()) {
        store.log(name).publish().get();
      }
      store.publishRoot().get();
    }

    long read() {
      return store.status().tileBytesRead();
    }

    /** A round of the rounds over all trails. */
    long round() throws Exception {
      long before = read();
      rounds.all();
      assertThat(reports).isNotEmpty().allMatch(r -> r.verdict() == Verdict.OK);
      return read() - before;
    }

    /** All trails, one after the other, as somebody asks for them. */
    long asked() throws Exception {
      long before = read();
      for (String name : service.trails()) {
        assertThat(service.trail(name).verify(Optional.empty(), Optional.empty(), "a").verdict())
            .isEqualTo(Verdict.OK);
      }
      return read() - before;
    }

    long rootBytes() throws Exception {
      long[] bytes = {0};
      store.root().scan(0, store.root().size(), (index, entry) -> bytes[0] += entry.length);
      return bytes[0];
    }

    @Override
    public void close() {
      store.close();
    }
  }

  @Test
  void twiceAsManyTrailsCostTwiceAsMuchAndNotFourTimes() throws Exception {
    try (Measured few = new Measured(FEW);
        Measured many = new Measured(2 * FEW)) {
      assertThat(many.asked()).isLessThan(few.asked() * 5 / 2);
      assertThat(many.round()).isLessThan(few.round() * 5 / 2);
    }
  }

  @Test
  void verifyingATrailWhoseTimesAreKnownReadsNothingOfTheRootLog() throws Exception {
    try (Measured some = new Measured(FEW)) {
      long first = some.asked();
      assertThat(first).as("it was read once").isGreaterThan(some.rootBytes() / 2);
      long trail = 0;
      for (String name : some.service.trails()) {
        long before = some.read();
        some.service.trail(name).check(0, 1, "a");
        trail = Math.max(trail, some.read() - before);
      }
      assertThat(trail).as("one record and one hash").isLessThan(1000);
    }
  }
}
