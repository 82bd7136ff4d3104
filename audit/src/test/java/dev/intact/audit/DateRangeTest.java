package dev.intact.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.finding.Verdict;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Five records, one a day from 1 to 5 March at noon; every kind of range over them. */
final class DateRangeTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path temp;
  private volatile Instant now = NOON;
  private LogStore store;
  private AuditTrail trail;

  @BeforeEach
  void open() throws Exception {
    store =
        LogStore.open(
            LogStoreConfig.of(temp.resolve("data"), () -> now, AuditKeys::keys)
                .withName("example.com/test")
                .withJournal(16 << 20, 64 << 20)
                .withPublishInterval(Duration.ofMillis(10)));
    trail =
        new AuditService(store, () -> now, RandomGenerator.of("L64X128MixRandom"))
            .openOrCreate("t");
    for (int day = 0; day < 5; day++) {
      now = NOON.plus(Duration.ofDays(day));
      trail.append(List.of("{\"event_type\":\"x\"}".getBytes(StandardCharsets.UTF_8)), "tester");
      store.log("t").publish().get();
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Optional<Instant> time(String text) {
    return text.equals("-") ? Optional.empty() : Optional.of(Instant.parse("2026-" + text));
  }

  /** begin and end are the records asked for; one more on either side is read and not counted. */
  @ParameterizedTest
  @CsvSource({
    "-,                      -,                      5, 0, 5",
    "02-01T00:00:00Z,        02-02T00:00:00Z,        0, 0, 0",
    "04-01T00:00:00Z,        04-02T00:00:00Z,        0, 5, 5",
    "-,                      03-01T12:00:00Z,        0, 0, 0",
    "-,                      03-01T12:00:00.000001Z, 1, 0, 1",
    "03-05T12:00:00Z,        -,                      1, 4, 5",
    "03-05T12:00:00.000001Z, -,                      0, 5, 5",
    "03-02T12:00:00Z,        03-04T12:00:00Z,        2, 1, 3",
    "03-02T12:00:00.000001Z, 03-04T12:00:00.000001Z, 2, 2, 4",
    "03-02T13:00:00Z,        03-02T14:00:00Z,        0, 2, 2",
    "03-02T12:00:00Z,        03-02T12:00:00Z,        0, 1, 1",
    "03-01T12:00:00Z,        03-05T12:00:00.000001Z, 5, 0, 5"
  })
  void aRangeTakesItsStartAndNotItsEnd(
      String start, String end, int selected, long begin, long behind) throws Exception {
    IntegrityReport report = trail.verify(time(start), time(end), "auditor");
    assertThat(report.verdict()).isEqualTo(Verdict.OK);
    assertThat(List.of(report.begin(), report.end())).containsExactly(begin, behind);
    assertThat(report.coverage().isComplete()).isTrue();
    assertThat(report.toJson().integer("total_records_checked")).contains((long) selected);
    assertThat(report.toJson().integer("records_expected")).contains((long) selected);
    RecordQuery query = new RecordQuery(time(start), time(end), false, Optional.empty(), -1, 100);
    assertThat(trail.list(query, "auditor").records()).hasSize(selected);
    assertThat(trail.export(time(start), time(end), new ByteArrayOutputStream(), "auditor"))
        .isEqualTo(selected);
  }

  @Test
  void aRangeThatEndsBeforeItBeginsIsRefusedAndNothingIsRecorded() throws Exception {
    trail.verify(time("-"), time("-"), "a");
    long before = store.log("t~access").size();
    Optional<Instant> start = time("03-02T00:00:00Z");
    Optional<Instant> end = time("03-01T00:00:00Z");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (org.assertj.core.api.ThrowableAssert.ThrowingCallable call :
        List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
            () -> trail.verify(start, end, "a"),
            () -> trail.export(start, end, out, "a"),
            () -> trail.list(new RecordQuery(start, end, false, Optional.empty(), -1, 10), "a"))) {
      assertThatThrownBy(call)
          .isInstanceOfSatisfying(
              AuditException.class,
              e -> assertThat(e.kind()).isEqualTo(AuditException.Kind.INVALID));
    }
    assertThat(out.size()).isZero();
    assertThat(store.log("t~access").size()).isEqualTo(before);
  }

  @Test
  void aPageEndsAtFourMebibytesAndTheNextGoesOnBehindIt() throws Exception {
    String large = "{\"event_type\":\"large\",\"s\":\"" + "y".repeat(50_000) + "\"}";
    trail.append(
        java.util.Collections.nCopies(100, large.getBytes(StandardCharsets.UTF_8)), "tester");
    Optional<String> type = Optional.of("large");
    RecordPage first =
        trail.list(new RecordQuery(time("-"), time("-"), false, type, -1, 1000), "a");
    assertThat(first.more()).isTrue();
    assertThat(first.records()).hasSizeLessThan(100);
    long last = first.records().getLast().index();
    RecordPage second =
        trail.list(new RecordQuery(time("-"), time("-"), false, type, last, 1000), "a");
    assertThat(second.more()).isFalse();
    assertThat(first.records().size() + second.records().size()).isEqualTo(100);
  }
}
