package dev.intact.monitor.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.finding.CheckReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AlertBookTest {

  private static final Target ETC = new Target("etc", "files", "etc");
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final AlertBook book = new AlertBook();
  private Instant now = START;

  private List<String> done(List<Change> changes) {
    List<String> done = new ArrayList<>();
    for (Change change : changes) {
      book.apply(change);
      done.add(change.kind() + (change.told() ? " told" : ""));
    }
    return done;
  }

  private List<String> check(CheckReport report) {
    return done(book.checked(ETC, report, Thresholds.of("files"), now));
  }

  private List<String> failed(String reason) {
    return done(book.failed(ETC, Cause.MONITOR_FAILED, reason, now).stream().toList());
  }

  private List<String> due() {
    return done(book.due(now, AlertPolicy.DEFAULT));
  }

  private void later(Duration duration) {
    now = now.plus(duration);
  }

  private String id() {
    return book.active().getFirst().id();
  }

  @Test
  void theSameFindingsAreToldOnce() {
    assertThat(check(Reports.changed(2))).containsExactly("OPENED told");
    later(Duration.ofMinutes(15));
    assertThat(check(Reports.changed(2))).isEmpty();
    assertThat(book.active()).hasSize(1);
  }

  private long added(CheckReport report) {
    return book.checked(ETC, report, Thresholds.of("files"), now).stream()
        .mapToLong(book::apply)
        .sum();
  }

  @Test
  void violationsThatWereKnownAreNotCountedAgain() {
    assertThat(added(Reports.changed(2))).isEqualTo(2);
    assertThat(added(Reports.changed(2))).isZero();
    assertThat(added(Reports.changed(3))).isEqualTo(1);
    assertThat(added(Reports.changed(1))).as("fewer").isZero();
    assertThat(added(Reports.of(Reports.changed("/etc/other", "aa", "bb"))))
        .as("as many, but another")
        .isEqualTo(1);
    assertThat(added(Reports.of())).isZero();
    assertThat(added(Reports.changed(1000))).as("more than are known apart").isEqualTo(1000);
    assertThat(added(Reports.changed(1200))).isEqualTo(200);
  }

  @Test
  void anotherFindingOrAnotherContentIsToldAgain() {
    check(Reports.of(Reports.changed("/etc/a", "aa", "bb")));
    assertThat(check(Reports.of(Reports.changed("/etc/a", "aa", "cc"))))
        .containsExactly("WORSE told");
    assertThat(check(Reports.of(Reports.changed("/etc/b", "aa", "cc"))))
        .containsExactly("WORSE told");
  }

  @Test
  void aHigherLevelIsToldAndALowerOneIsRecorded() {
    check(Reports.changed(1));
    assertThat(check(Reports.changed(5))).containsExactly("RAISED told");
    assertThat(check(Reports.changed(2))).containsExactly("CHANGED");
    assertThat(book.active().getFirst().level()).isEqualTo(Level.WARNING);
    assertThat(check(Reports.changed(5))).containsExactly("RAISED told");
  }

  @Test
  void cleanAgainResolvesAndTheNextFindingOpensAnother() {
    check(Reports.changed(1));
    String first = id();
    later(Duration.ofMinutes(15));
    assertThat(check(Reports.changed(0))).containsExactly("RESOLVED told");
    assertThat(book.active()).isEmpty();
    assertThat(book.resolved()).hasSize(1);
    later(Duration.ofMinutes(15));
    assertThat(check(Reports.changed(1))).containsExactly("OPENED told");
    assertThat(id()).isNotEqualTo(first);
  }

  @Test
  void unacknowledgedItIsEscalatedOnceAndRemindedEveryFourHours() {
    check(Reports.changed(1));
    later(Duration.ofMinutes(59));
    assertThat(due()).isEmpty();
    later(Duration.ofMinutes(1));
    assertThat(due()).containsExactly("ESCALATED told");
    assertThat(due()).isEmpty();
    later(Duration.ofHours(4).minusSeconds(1));
    assertThat(due()).isEmpty();
    later(Duration.ofSeconds(1));
    assertThat(due()).containsExactly("REMINDED told");
    assertThat(due()).isEmpty();
  }

  @Test
  void acknowledgedItIsQuietUntilItGetsWorse() throws Exception {
    check(Reports.changed(1));
    done(List.of(book.acknowledge(id(), "ada", "looking", now)));
    later(Duration.ofDays(1));
    assertThat(due()).isEmpty();
    assertThat(check(Reports.changed(1))).isEmpty();
    assertThat(book.active().getFirst().handledBy()).contains("ada");
    assertThat(check(Reports.changed(2))).containsExactly("WORSE told");
    assertThat(book.active().getFirst().state()).isEqualTo(State.OPEN);
    later(Duration.ofHours(1));
    assertThat(due()).containsExactly("ESCALATED told");
  }

  @Test
  void underASilenceEverythingIsKeptAndNobodyToldAndItsEndTells() {
    book.apply(new Silence("s", "e*", "ada", "work", START, START.plus(Duration.ofHours(2))));
    assertThat(check(Reports.changed(1))).containsExactly("OPENED");
    later(Duration.ofHours(1));
    assertThat(due()).isEmpty();
    later(Duration.ofHours(1));
    assertThat(due()).containsExactly("ESCALATED told");
  }

  @Test
  void whoWasToldOfTheBeginningIsToldOfTheEndAndNobodyElse() {
    check(Reports.changed(1));
    book.apply(new Silence("s", "etc", "ada", "work", now, now.plus(Duration.ofHours(2))));
    assertThat(check(Reports.changed(0))).containsExactly("RESOLVED told");
    assertThat(check(Reports.changed(1))).containsExactly("OPENED");
    assertThat(check(Reports.changed(0))).containsExactly("RESOLVED");
  }

  @Test
  void aSilenceCanBeEndedAndWhatIsNotThereCannot() throws Exception {
    book.apply(new Silence("s", "etc", "ada", "work", START, START.plus(Duration.ofHours(2))));
    later(Duration.ofMinutes(1));
    book.apply(book.ended("s", now));
    assertThat(check(Reports.changed(1))).containsExactly("OPENED told");
    assertThatThrownBy(() -> book.ended("s", now)).isInstanceOf(NoSuchAlertException.class);
    assertThatThrownBy(() -> book.resolve("alert-0", "ada", "x", now))
        .hasMessage("there is no active alert alert-0");
  }

  @Test
  void aFailingMonitorIsCriticalAndHoldsBackWhatItHadFound() {
    check(Reports.changed(1));
    assertThat(failed("timed out")).containsExactly("OPENED told");
    assertThat(failed("timed out")).isEmpty();
    assertThat(book.active().getFirst().level()).isEqualTo(Level.CRITICAL);
    later(Duration.ofHours(5));
    assertThat(due()).containsExactly("ESCALATED told");
    assertThat(book.active().getFirst().escalatedAt()).isPresent();
    assertThat(check(Reports.changed(1))).containsExactly("RESOLVED told");
    assertThat(due()).containsExactly("ESCALATED told");
  }

  @Test
  void ofVeryManyViolationsTheNumberTells() {
    assertThat(check(Reports.changed(2_000))).containsExactly("OPENED told");
    assertThat(check(Reports.changed(2_000))).isEmpty();
    assertThat(check(Reports.changed(2_001))).containsExactly("WORSE told");
    assertThat(check(Reports.changed(1_999))).containsExactly("CHANGED");
  }

  @Test
  void theRecordOfAnAlertFitsALogWhateverItsTextsAre() throws Exception {
    String nasty = "\u0001\"\\\u20ac".repeat(5_000);
    List<dev.intact.finding.Finding> findings = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      findings.add(Reports.changed(i + nasty, nasty, nasty));
    }
    check(Reports.of(findings.toArray(dev.intact.finding.Finding[]::new)));
    Alert alert = book.active().getFirst();
    byte[] json = dev.intact.json.Json.canonical(alert.toJson());
    assertThat(json.length).isLessThan(50_000);
    assertThat(Alert.parse(alert.toJson())).isEqualTo(alert);
  }
}
