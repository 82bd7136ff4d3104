package dev.intact.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.finding.Verdict;
import dev.intact.json.Json;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OlderImportTest {

  /** Hashed by Python 3.11: float, escape, nested, integrity with other members. */
  private static final String GOOD =
      "{\"audit_id\": \"a1\", \"family_id\": \"f\", \"event_type\": \"pay\", \"timestamp\": \"2024-01-15T10:30:00.5\", "
          + "\"amount\": 10.50, \"note\": \"caf\\u00e9\", \"integrity\": {\"created_by\": \"svc\", \"hash\": \"@\"}}";

  private static final String GOOD_HASH =
      "1dc91eae94f7dc1cda81fc17bbe22737d1a85f114d6e501f7d9daa9a830b4be0";

  @TempDir Path temp;
  private LogStore store;
  private AuditTrail trail;

  @BeforeEach
  void open() throws Exception {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
    store =
        LogStore.open(
            LogStoreConfig.of(temp.resolve("data"), clock, AuditKeys::keys)
                .withName("example.com/test")
                .withJournal(1 << 20, 8 << 20)
                .withPublishInterval(Duration.ofMillis(10)));
    trail =
        new AuditService(store, clock, RandomGenerator.of("L64X128MixRandom")).openOrCreate("f");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private ImportReport run(String... lines) throws AuditException {
    return trail.importOlder(
        java.util.Arrays.stream(lines).map(l -> l.getBytes(StandardCharsets.UTF_8)).toList(),
        1,
        "tester");
  }

  private JsonObject show(String id) throws Exception {
    return (JsonObject) Json.parse(trail.show(id, "tester").bytes(), JsonLimits.STRICT);
  }

  @Test
  void anOriginalWhoseHashHoldsIsImportedWithItsBytes() throws Exception {
    String line = GOOD.replace("@", GOOD_HASH);
    ImportReport report = run(line);
    assertThat(report.verified()).isEqualTo(1);
    assertThat(report.exitCode()).isZero();
    JsonObject record = show("a1");
    assertThat(record.string("event_type")).contains("pay");
    assertThat(record.string("timestamp")).contains("2024-01-15T10:30:00.500000Z");
    JsonObject imported = record.object("import").orElseThrow();
    assertThat(imported.string("original")).contains(line);
    assertThat(imported.string("verdict")).contains("OK");
  }

  @Test
  void aHashThatDoesNotHoldIsRecordedAsSuchAndNeverSealedOver() throws Exception {
    ImportReport report = run(GOOD.replace("@", GOOD_HASH).replace("10.50", "99.50"));
    assertThat(report.mismatched()).isEqualTo(1);
    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.findings().getFirst().verdict()).isEqualTo(Verdict.CONTENT_TAMPERED);
    assertThat(report.findings().getFirst().expected()).contains(GOOD_HASH);
    assertThat(show("a1").object("import").orElseThrow().string("verdict"))
        .contains("CONTENT_TAMPERED");
  }

  @Test
  void aRecordWithoutHashIsKeptAndCountedAsUnverifiable() throws Exception {
    ImportReport report = run("{\"event_type\":\"x\"}", "{\"event_type\":\"x\"}");
    assertThat(report.withoutHash()).isEqualTo(2);
    assertThat(report.exitCode()).isEqualTo(3);
    assertThat(trail.log().size()).isEqualTo(2);
  }

  @Test
  void repeatingAnImportAddsNothing() throws Exception {
    String line = GOOD.replace("@", GOOD_HASH);
    run(line);
    ImportReport again = run(line);
    assertThat(again.duplicates()).isEqualTo(1);
    assertThat(again.verified()).isZero();
    assertThat(trail.log().size()).isEqualTo(1);
  }

  @Test
  void blankLinesKeepTheNumbersOfTheOthersSoThatAnImportGoesOnWhereItEnded() throws Exception {
    String nameless = "{\"event_type\":\"x\"}";
    ImportReport whole = run(nameless, "", " \r", nameless);
    assertThat(whole.lines()).isEqualTo(2);
    assertThat(whole.nextLine()).isEqualTo(5);
    ImportReport rest =
        trail.importOlder(List.of(nameless.getBytes(StandardCharsets.UTF_8)), 4, "tester");
    assertThat(trail.log().size()).isEqualTo(2);
    assertThat(whole.and(rest, 2).findings()).hasSize(2);
    assertThat(whole.and(rest, 2).withoutHash()).isEqualTo(3);
  }

  @Test
  void whatCannotBeImportedIsToldWithItsLineAndDoesNotStopTheRest() throws Exception {
    String line = GOOD.replace("@", GOOD_HASH);
    ImportReport report =
        run(
            "not json",
            "{\"a\":1,\"a\":2}",
            "[]",
            "{\"family_id\":\"other\"}",
            line,
            line.replace("pay", "steal"));
    assertThat(report.lines()).isEqualTo(6);
    assertThat(report.verified()).isEqualTo(1);
    assertThat(report.refused()).isEqualTo(5);
    assertThat(report.findings()).anyMatch(f -> f.detail().startsWith("line 2: "));
    assertThat(report.findings()).anyMatch(f -> f.verdict() == Verdict.CONFLICT);
    assertThat(trail.verify(Optional.empty(), Optional.empty(), "t").verdict())
        .isEqualTo(Verdict.OK);
    assertThat(List.of(trail.log().size())).containsExactly(1L);
  }
}
