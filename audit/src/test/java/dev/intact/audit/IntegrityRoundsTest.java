package dev.intact.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.finding.Verdict;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IntegrityRoundsTest {

  @TempDir Path temp;
  private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final List<IntegrityReport> reports = new ArrayList<>();
  private LogStore store;
  private AuditTrail trail;
  private IntegrityRounds rounds;

  @BeforeEach
  void open() throws Exception {
    InstantSource clock = () -> now;
    store =
        LogStore.open(
            LogStoreConfig.of(temp.resolve("data"), clock, AuditKeys::keys)
                .withName("example.com/test")
                .withJournal(1 << 20, 8 << 20)
                .withPublishInterval(Duration.ofMillis(10)));
    AuditSettings settings =
        AuditSettings.parse(
            Map.of(
                "AUDIT_INTEGRITY_CHECK_INTERVAL",
                "3600",
                "AUDIT_INTEGRITY_FULL_CHECK_PERIOD",
                "14400",
                "AUDIT_LATE_IS_FINDING",
                "strict"));
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    AuditService service = new AuditService(store, clock, random, settings);
    trail = service.openOrCreate("t");
    service.openOrCreate("strict");
    rounds =
        new IntegrityRounds(
            service,
            new IntegrityAlerts(
                new SecurityLog(store, clock, random), settings, alerts::incrementAndGet),
            settings,
            clock,
            reports::add);
  }

  private final AtomicInteger alerts = new AtomicInteger();

  @AfterEach
  void close() {
    store.close();
  }

  private void append(int count) throws AuditException {
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(
          "{\"event_type\":\"x\",\"timestamp\":\"2026-03-01T12:00:00Z\"}"
              .getBytes(StandardCharsets.UTF_8));
    }
    trail.append(records, "tester");
  }

  private List<String> ranges() {
    List<String> ranges =
        reports.stream()
            .filter(r -> r.trail().equals("t"))
            .map(r -> r.begin() + "-" + r.end())
            .toList();
    reports.clear();
    return ranges;
  }

  @Test
  void aCheckTakesAllThatIsNewAndAShareOfTheOld() throws Exception {
    append(1000);
    rounds.all();
    assertThat(ranges()).containsExactly("0-1000");
    append(10);
    now = now.plusSeconds(3600);
    rounds.all();
    assertThat(ranges()).containsExactly("1000-1010", "0-250");
    now = now.plusSeconds(3600);
    rounds.all();
    assertThat(ranges()).containsExactly("250-503");
    assertThat(rounds.progress("t").orElseThrow().checkedTo()).isEqualTo(1010);
    assertThat(rounds.progress("t").orElseThrow().rotationAt()).isEqualTo(503);
  }

  @Test
  void withinThePeriodEveryOldRecordIsReadAgain() throws Exception {
    append(1000);
    rounds.all();
    Instant began = now;
    for (int i = 0; i < 4; i++) {
      now = now.plusSeconds(3600);
      rounds.all();
    }
    assertThat(rounds.progress("t").orElseThrow().rotationSince()).isAfter(began);
    assertThat(rounds.progress("t").orElseThrow().rotationAt()).isZero();
  }

  @Test
  void damageRaisesOneAlertInTheSecurityLogAndStaysInEveryReport() throws Exception {
    append(5);
    store.log("t").publish().get();
    Path bundle;
    try (var files = Files.walk(temp.resolve("data/logs"))) {
      bundle =
          files
              .filter(f -> f.toString().matches(".*/t/tile/entries/000.p/5"))
              .findFirst()
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[60] ^= 1;
    Files.write(bundle, bytes);
    rounds.all();
    assertThat(reports.stream().map(IntegrityReport::verdict)).contains(Verdict.CONTENT_TAMPERED);
    assertThat(recordedAlerts()).isEqualTo(1);
    assertThat(alerts).hasValue(1);
    reports.clear();
    now = now.plus(Duration.ofDays(1));
    rounds.all();
    assertThat(reports.stream().map(IntegrityReport::verdict)).contains(Verdict.CONTENT_TAMPERED);
    assertThat(recordedAlerts()).isEqualTo(1);
  }

  private long recordedAlerts() throws Exception {
    long[] count = {0};
    store
        .log("~security")
        .scan(
            0,
            store.log("~security").size(),
            (index, entry) ->
                count[0] +=
                    new String(entry, StandardCharsets.UTF_8).contains("integrity_alert") ? 1 : 0);
    return count[0];
  }

  @Test
  void aLogThatNothingWasWrittenToYetIsNotChecked() throws Exception {
    store.openOrCreate("~files~new");
    assertThat(rounds.names()).doesNotContain("~files~new");
  }

  @Test
  void theInstallationsOwnLogsAndTheAccessLogAreCheckedLikeTrails() throws Exception {
    append(300);
    trail.verify(Optional.empty(), Optional.empty(), "reader");
    rounds.all();
    assertThat(reports.stream().filter(r -> r.trail().equals("~root"))).hasSize(1);
    IntegrityReport first =
        reports.stream().filter(r -> r.trail().equals("t")).findFirst().orElseThrow();
    assertThat(first.access()).containsExactly(new IntegrityReport.Access(0, 1, 1));
    reports.clear();
    now = now.plusSeconds(3600);
    rounds.all();
    IntegrityReport second =
        reports.stream().filter(r -> r.trail().equals("t")).findFirst().orElseThrow();
    assertThat(second.access())
        .as("what is new, and a share of the old")
        .containsExactly(new IntegrityReport.Access(1, 2, 2), new IntegrityReport.Access(0, 1, 2));
    assertThat(reports.stream().map(IntegrityReport::trail)).contains("~root", "~security");
    damageFirst("~security");
    damageFirst("t~access");
    damageFirst("~root");
    reports.clear();
    for (int round = 0; round < 2; round++) { // to the end of the old, and from its beginning
      now = now.plus(Duration.ofDays(1));
      rounds.all();
    }
    assertThat(
            reports.stream()
                .flatMap(r -> r.findings().stream())
                .filter(f -> f.verdict() == Verdict.CONTENT_TAMPERED)
                .map(f -> f.subject())
                .distinct())
        .containsExactlyInAnyOrder(
            "example.com/test/~security", "example.com/test/t~access", "example.com/test/~root");
  }

  private void damageFirst(String log) throws Exception {
    List<Path> bundles;
    try (var files = Files.walk(temp.resolve("data/logs/example.com/test/" + log))) {
      bundles =
          files
              .filter(f -> f.toString().contains("/entries/000") && Files.isRegularFile(f))
              .toList();
    }
    for (Path bundle : bundles) {
      byte[] bytes = Files.readAllBytes(bundle);
      bytes[60] ^= 1;
      Files.write(bundle, bytes);
    }
  }

  @Test
  void theThresholdSaysHowManyFindingsOfOneCheckRaiseAnAlert() throws Exception {
    append(600);
    store.log("t").publish().get();
    damage("000", 60);
    AtomicInteger raised = new AtomicInteger();
    SecurityLog security =
        new SecurityLog(store, () -> now, RandomGenerator.of("L64X128MixRandom"));
    IntegrityAlerts two =
        new IntegrityAlerts(
            security,
            AuditSettings.parse(Map.of("AUDIT_INTEGRITY_ALERT_THRESHOLD", "2")),
            raised::incrementAndGet);
    two.judge("t", "a", List.of(trail.check(0, 256, "a"), trail.check(256, 512, "a")));
    assertThat(raised).hasValue(0);
    damage("001", 60);
    two.judge("t", "a", List.of(trail.check(0, 256, "a"), trail.check(256, 512, "a")));
    two.judge("t", "a", List.of(trail.check(0, 256, "a"), trail.check(256, 512, "a")));
    assertThat(raised).hasValue(1);
    two.unestablished("t", "a", "unreadable");
    assertThat(raised).hasValue(2);
    assertThat(store.log("~security").size()).isEqualTo(2);
  }

  private void damage(String name, int at) throws Exception {
    Path bundle;
    try (var files = Files.walk(temp.resolve("data/logs"))) {
      bundle = files.filter(f -> f.endsWith("t/tile/entries/" + name)).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[at] ^= 1;
    Files.write(bundle, bytes);
  }

  @Test
  void aLateEventIsShownAndIsAFindingOnlyWhereThePolicySaysSo() throws Exception {
    byte[] late =
        "{\"event_type\":\"x\",\"timestamp\":\"2026-02-01T12:00:00Z\"}"
            .getBytes(StandardCharsets.UTF_8);
    for (String name : List.of("t", "strict")) {
      AuditTrail to = name.equals("t") ? trail : strict();
      to.append(List.of(late), "tester");
      IntegrityReport report = to.verify(Optional.empty(), Optional.empty(), "tester");
      assertThat(report.lateRecords()).isEqualTo(1);
      assertThat(report.verdict()).isEqualTo(name.equals("t") ? Verdict.OK : Verdict.LATE);
    }
  }

  private AuditTrail strict() throws AuditException {
    return new AuditService(
            store,
            () -> now,
            RandomGenerator.of("L64X128MixRandom"),
            AuditSettings.parse(Map.of("AUDIT_LATE_IS_FINDING", "strict")))
        .trail("strict");
  }
}
