package dev.intact.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.json.Json;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.key.VerifierKey;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import dev.intact.verify.OfflineVerifier;
import dev.intact.verify.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuditTrailTest {

  private static final String SAMPLE =
      "{\"audit_id\":\"audit_550e8400e29b41d4\",\"family_id\":\"family_123\",\"event_type\":\"sbd_transaction\","
          + "\"timestamp\":\"2024-01-15T10:30:00Z\",\"transaction_details\":{\"transaction_id\":\"txn_abc123\","
          + "\"amount\":1000,\"from_account\":\"alice_sbd\",\"to_account\":\"family_wallet\"},"
          + "\"family_member_attribution\":{\"member_id\":\"user_456\",\"member_username\":\"alice\","
          + "\"attribution_type\":\"family_member\"}}";

  @TempDir Path temp;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
  private LogStore store;
  private AuditService service;
  private AuditTrail trail;

  @BeforeEach
  void open() throws Exception {
    InstantSource clock = now::get;
    store =
        LogStore.open(
            LogStoreConfig.of(temp.resolve("data"), clock, AuditKeys::keys)
                .withName("example.com/test")
                .withJournal(1 << 20, 8 << 20)
                .withPublishInterval(Duration.ofMillis(10)));
    service = new AuditService(store, clock, RandomGenerator.of("L64X128MixRandom"));
    trail = service.openOrCreate("family_123");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private RecordReceipt append(String json) throws AuditException {
    return trail.append(List.of(json.getBytes(StandardCharsets.UTF_8)), "tester").getFirst();
  }

  private void append(int count) throws AuditException {
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(
          ("{\"event_type\":\"login\",\"audit_id\":\"id-" + i + "\",\"n\":" + i + "}")
              .getBytes(StandardCharsets.UTF_8));
    }
    trail.append(records, "tester");
  }

  private IntegrityReport verify() throws AuditException {
    return trail.verify(Optional.empty(), Optional.empty(), "auditor");
  }

  private Path bundle() {
    return temp.resolve("data/logs/example.com/test/family_123/tile/entries/000.p");
  }

  private Path latestBundle() throws IOException {
    try (java.util.stream.Stream<Path> files = Files.list(bundle())) {
      return files
          .max(java.util.Comparator.comparingInt(p -> Integer.parseInt(p.getFileName().toString())))
          .orElseThrow();
    }
  }

  @Test
  void theSampleRecordPostsUnchangedAndItsHashIsThatOfItsCanonicalForm() throws Exception {
    RecordReceipt receipt = append(SAMPLE);
    assertThat(receipt.auditId()).isEqualTo("audit_550e8400e29b41d4");
    assertThat(receipt.appended().index()).isZero();
    JsonObject stored =
        (JsonObject) Json.parse(trail.show(receipt.auditId(), "a").bytes(), JsonLimits.STRICT);
    JsonObject sent =
        (JsonObject) Json.parse(SAMPLE.getBytes(StandardCharsets.UTF_8), JsonLimits.STRICT);
    assertThat(stored.toBuilder().remove("integrity").build()).isEqualTo(sent);
    JsonObject integrity = stored.object("integrity").orElseThrow();
    assertThat(integrity.string("created_at")).hasValue("2026-03-01T12:00:00.000000Z");
    assertThat(integrity.string("created_by")).hasValue("tester");
    JsonObject hashed =
        stored.toBuilder().put("integrity", integrity.toBuilder().remove("hash").build()).build();
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Json.canonical(hashed));
    assertThat(integrity.string("hash")).hasValue(HexFormat.of().formatHex(digest));
  }

  @Test
  void whatIsMissingIsAddedAndIdsAreInTheOrderOfTime() throws Exception {
    RecordReceipt first = append("{\"event_type\":\"x\"}");
    now.updateAndGet(t -> t.plusMillis(1));
    RecordReceipt second = append("{\"event_type\":\"x\"}");
    assertThat(first.auditId()).matches("audit_[0-9a-f]{32}").isLessThan(second.auditId());
    JsonObject stored =
        (JsonObject) Json.parse(trail.show(first.auditId(), "a").bytes(), JsonLimits.STRICT);
    assertThat(stored.string("trail_id")).hasValue("family_123");
    assertThat(stored.string("timestamp")).hasValue("2026-03-01T12:00:00.000000Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"event_type\":1}",
        "{\"event_type\":\"\"}",
        "{\"event_type\":\"x\",\"audit_id\":7}",
        "{\"event_type\":\"x\",\"audit_id\":\"a/b\"}",
        "{\"event_type\":\"x\",\"timestamp\":\"yesterday\"}",
        "{\"event_type\":\"x\",\"timestamp\":\"2024-01-15T10:30:00.1234567Z\"}",
        "{\"event_type\":\"x\",\"timestamp\":\"2024-02-30T10:30:00Z\"}",
        "{\"event_type\":\"x\",\"integrity\":{}}",
        "{\"event_type\":\"x\",\"trail_id\":\"other\"}",
        "{\"event_type\":\"x\",\"family_id\":\"other\"}",
        "{\"event_type\":\"x\",\"actor\":\"alice\"}",
        "{\"event_type\":\"x\",\"amount\":9007199254740993}",
        "{\"event_type\":\"x\",\"event_type\":\"y\"}",
        "{"
      })
  void aRecordThatIsNotValidIsRefusedAndNothingIsWritten(String json) {
    assertThatThrownBy(() -> append(json))
        .isInstanceOfSatisfying(
            AuditException.class, e -> assertThat(e.kind()).isEqualTo(AuditException.Kind.INVALID));
    assertThat(trail.log().size()).isZero();
  }

  @Test
  void theSameSubmissionGivesTheSameAnswerAndOtherContentsAreAConflictOnRecord() throws Exception {
    RecordReceipt first = append("{\"event_type\":\"x\",\"audit_id\":\"id-1\"}");
    now.updateAndGet(t -> t.plusSeconds(60));
    RecordReceipt again = append("{\"audit_id\":\"id-1\",  \"event_type\":\"x\"}");
    assertThat(again.appended().duplicate()).isTrue();
    assertThat(again.appended().createdAt()).isEqualTo(first.appended().createdAt());
    assertThatThrownBy(() -> append("{\"event_type\":\"y\",\"audit_id\":\"id-1\"}"))
        .isInstanceOfSatisfying(
            AuditException.class,
            e -> assertThat(e.kind()).isEqualTo(AuditException.Kind.CONFLICT));
    assertThat(trail.custody("id-1", "auditor"))
        .extracting(r -> r.string("event_type").orElseThrow())
        .contains("created", "conflict");
  }

  @Test
  void anUntouchedTrailIsOkAndEveryVerificationIsOnRecord() throws Exception {
    append(300);
    IntegrityReport report = verify();
    assertThat(report.findings()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.OK);
    assertThat(report.coverage().checked()).isEqualTo(300);
    assertThat(trail.custody("id-7", "auditor"))
        .extracting(r -> r.string("event_type").orElseThrow())
        .containsExactly("created", "verify", "custody");
  }

  @Test
  void aChangedByteIsNamedWithRecordIndexExpectedAndActual() throws Exception {
    append(10);
    assertThat(verify().verdict()).isEqualTo(Verdict.OK);
    Path file = latestBundle();
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    Files.writeString(file, text.replace("\"n\":7", "\"n\":8"), StandardCharsets.ISO_8859_1);
    IntegrityReport report = verify();
    assertThat(report.verdict()).isEqualTo(Verdict.CONTENT_TAMPERED);
    List<Finding> named = report.findings();
    assertThat(named).hasSize(1).allSatisfy(f -> assertThat(f.index()).hasValue(7));
    assertThat(named).anySatisfy(f -> assertThat(f.recordId()).hasValue("id-7"));
    assertThat(named).allSatisfy(f -> assertThat(f.expected()).isNotEqualTo(f.actual()));
  }

  @Test
  void aRangeByTimeOfRecordCountsItsRecordsAndNotTheirNeighbours() throws Exception {
    for (int i = 0; i < 20; i++) {
      append("{\"event_type\":\"x\",\"audit_id\":\"r-" + i + "\"}");
      now.updateAndGet(t -> t.plusSeconds(3600));
    }
    IntegrityReport report =
        trail.verify(
            Optional.of(Instant.parse("2026-03-01T15:00:00Z")),
            Optional.of(Instant.parse("2026-03-01T17:00:00Z")),
            "a");
    assertThat(report.verdict()).isEqualTo(Verdict.OK);
    assertThat(report.begin()).isEqualTo(3);
    assertThat(report.end()).isEqualTo(5);
    assertThat(report.coverage().checked()).isEqualTo(2);
  }

  @Test
  void aProofVerifiesOfflineAndForAnotherRecordItDoesNot() throws Exception {
    append(5);
    byte[] proof = trail.prove("id-3", "auditor").encode();
    assertThat(offline(proof, Optional.empty()).verdict()).isEqualTo(Verdict.OK);
    byte[] other = trail.show("id-2", "auditor").bytes();
    assertThat(offline(proof, Optional.of(other)).verdict()).isEqualTo(Verdict.CONTENT_TAMPERED);
  }

  private Outcome offline(byte[] file, Optional<byte[]> record) throws Exception {
    List<VerifierKey> keys = trail.log().verifierKeys();
    return new OfflineVerifier(keys, record, Optional.empty())
        .verify(new ByteArrayInputStream(file));
  }

  private byte[] export(Optional<Instant> start, Optional<Instant> end) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    trail.export(start, end, out, "auditor");
    return out.toByteArray();
  }

  @Test
  void anExportVerifiesOfflineAndEveryFlippedBitOfARecordDoesNot() throws Exception {
    append(4);
    byte[] export = export(Optional.empty(), Optional.empty());
    assertThat(offline(export, Optional.empty()).toText()).startsWith("OK");
    int records = new String(export, StandardCharsets.ISO_8859_1).indexOf('\n', 20) + 1;
    for (int bit = records * 8; bit < export.length * 8; bit++) {
      byte[] bad = export.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(accepts(bad)).as("bit %d", bit).isFalse();
    }
    for (int cut = 0; cut < export.length; cut += 7) {
      assertThat(accepts(java.util.Arrays.copyOf(export, cut))).as("cut at %d", cut).isFalse();
    }
  }

  private boolean accepts(byte[] file) throws Exception {
    try {
      return offline(file, Optional.empty()).verdict().isGood();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void anExportOfDatesShowsThatNothingWithinThemIsLeftOut() throws Exception {
    for (int i = 0; i < 9; i++) {
      append("{\"event_type\":\"x\",\"audit_id\":\"r-" + i + "\"}");
      now.updateAndGet(t -> t.plusSeconds(3600));
    }
    byte[] export =
        export(
            Optional.of(Instant.parse("2026-03-01T14:00:00Z")),
            Optional.of(Instant.parse("2026-03-01T16:00:00Z")));
    Outcome outcome = offline(export, Optional.empty());
    assertThat(outcome.verdict()).isEqualTo(Verdict.OK);
    assertThat(outcome.records()).isEqualTo(2);
    String narrowed =
        new String(export, StandardCharsets.UTF_8)
            .replace("\"selected_begin\":2", "\"selected_begin\":3");
    assertThat(offline(narrowed.getBytes(StandardCharsets.UTF_8), Optional.empty()).verdict())
        .isEqualTo(Verdict.CONTENT_TAMPERED);
  }

  @Test
  void aClockSetBackIsFoundAgainstTheCheckpointsAround() throws Exception {
    append("{\"event_type\":\"x\",\"audit_id\":\"a\"}");
    trail.log().publish().get();
    store.close();
    now.set(Instant.parse("2020-01-01T00:00:00Z"));
    open();
    append("{\"event_type\":\"x\",\"audit_id\":\"b\"}");
    // The time of record never decreases, so it stays with the record before; what is signed then
    // is signed too early.
    assertThat(verify().count(Verdict.BACKDATED)).isEqualTo(1);
  }

  @Test
  void recordsAreListedByTimeAndType() throws Exception {
    append(30);
    append("{\"event_type\":\"other\",\"audit_id\":\"z\"}");
    IntegrityReport settled = verify();
    assertThat(settled.coverage().checked()).isEqualTo(31);
    assertThat(trail.show("z", "a").index()).isEqualTo(30);
    RecordQuery logins =
        new RecordQuery(Optional.empty(), Optional.empty(), false, Optional.of("login"), 24, 100);
    assertThat(trail.list(logins, "a").records())
        .extracting(StoredRecord::index)
        .containsExactly(25L, 26L, 27L, 28L, 29L);
    assertThatThrownBy(() -> trail.show("nobody", "a"))
        .isInstanceOfSatisfying(
            AuditException.class,
            e -> assertThat(e.kind()).isEqualTo(AuditException.Kind.NOT_FOUND));
  }

  @Test
  void aChangedTimeOfRecordIsOneFindingAndAccusesNoOtherRecord() throws Exception {
    append(5);
    verify();
    Path bundle = latestBundle();
    String content = Files.readString(bundle, StandardCharsets.ISO_8859_1);
    Files.writeString(
        bundle,
        content.replaceFirst(
            "\"created_at\":\"2026-03-01T12:00:00.000000Z\"",
            "\"created_at\":\"2099-03-01T12:00:00.000000Z\""),
        StandardCharsets.ISO_8859_1);
    assertThat(verify().findings())
        .extracting(Finding::verdict)
        .containsExactly(Verdict.CONTENT_TAMPERED);
  }

  @Test
  void recordsThatAreGoneAreMissingAndNotBackdated() throws Exception {
    append(2);
    verify();
    now.set(Instant.parse("2026-03-01T12:01:00Z"));
    append(5);
    verify();
    Files.delete(latestBundle());
    assertThat(verify().findings())
        .isNotEmpty()
        .extracting(Finding::verdict)
        .doesNotContain(Verdict.BACKDATED);
  }
}
