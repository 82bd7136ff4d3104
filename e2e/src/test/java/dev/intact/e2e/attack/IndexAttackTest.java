package dev.intact.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.audit.AuditException;
import dev.intact.audit.AuditTrail;
import dev.intact.audit.RecordQuery;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.log.LogStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The index alone is edited: records are what they were, and only answers by index can mislead. */
final class IndexAttackTest {

  @TempDir static Path shared;
  private static Prepared prepared;

  @TempDir Path temp;

  @BeforeAll
  static void prepare() throws Exception {
    prepared = Prepared.in(shared);
  }

  private static Site edit(Site site, String sql) throws Exception {
    Path file = site.data().resolve("index/intact.sqlite");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      String log = "(SELECT number FROM logs WHERE name = 'victim')";
      assertThat(statement.executeUpdate(sql.replace("?", log))).isPositive();
    }
    return site;
  }

  /** A store whose index was edited under its feet, after it was held against the logs. */
  private LogStore edited(String sql) throws Exception {
    Site site = prepared.site(temp);
    LogStore store = Prepared.open(site.data());
    assertThat(store.whenIndexChecked().get()).isEmpty();
    edit(site, sql);
    return store;
  }

  private static RecordQuery query(Optional<String> type) {
    return new RecordQuery(Optional.empty(), Optional.empty(), false, type, -1, 1000);
  }

  private static void isRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AuditException.class, e -> assertThat(e.verdict()).isEqualTo(Verdict.VIEW_TAMPERED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE records SET id = 'id-5x' WHERE log = ? AND idx = 5",
        "UPDATE records SET idx = 5000 WHERE log = ? AND idx = 5",
        "UPDATE records SET type = 'transfer' WHERE log = ? AND idx = 5",
        "UPDATE records SET created_us = 1 WHERE log = ? AND idx = 4",
        "INSERT INTO records VALUES (?, 701, 'id-new', 'transfer', 1, 1)"
      })
  void aListByTypeThatTheRecordsContradictIsRefused(String sql) throws Exception {
    try (LogStore store = edited(sql)) {
      AuditTrail trail = Prepared.service(store).trail(Site.VICTIM);
      boolean login = sql.contains("'id-5x'") || sql.contains("5000");
      isRefused(() -> trail.list(query(Optional.of(login ? "login" : "transfer")), "auditor"));
    }
  }

  @Test
  void anIdThatPointsElsewhereIsNeverAnsweredWithAnotherRecord() throws Exception {
    try (LogStore store = edited("UPDATE records SET id = 'id-5' WHERE log = ? AND idx = 3")) {
      AuditTrail trail = Prepared.service(store).trail(Site.VICTIM);
      isRefused(() -> trail.show("id-5", "auditor"));
      isRefused(() -> trail.prove("id-5", "auditor"));
      isRefused(() -> trail.custody("id-5", "auditor"));
    }
  }

  @Test
  void rowsThatAreHiddenAreInAListByTimeAndInTheVerificationAllTheSame() throws Exception {
    try (LogStore store = edited("DELETE FROM records WHERE log = ? AND idx BETWEEN 5 AND 99")) {
      AuditTrail trail = Prepared.service(store).trail(Site.VICTIM);
      assertThat(trail.list(query(Optional.empty()), "auditor").records()).hasSize(Prepared.SIZE);
      assertThat(trail.verify(Optional.empty(), Optional.empty(), "auditor").verdict())
          .isEqualTo(Verdict.OK);
      assertThatThrownBy(() -> trail.show("id-5", "auditor"))
          .as("by id a hidden record is not found: this is the limit")
          .hasMessageContaining("has no record");
    }
  }

  private static byte[] again(int index, String amount) {
    return Prepared.record(index, amount);
  }

  /** While the store is closed: the next start holds the index against the logs. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE FROM records WHERE log = ? AND idx = 5 | 5",
        "DELETE FROM records WHERE log = ? AND idx >= 0 | 0",
        "UPDATE records SET id = 'id-5x' WHERE log = ? AND idx = 5 | 5",
        "UPDATE records SET id = 'id-5' WHERE log = ? AND idx = 3 | 3",
        "UPDATE records SET idx = 5000 WHERE log = ? AND idx = 5 | 5",
        "UPDATE records SET type = 'transfer' WHERE log = ? AND idx = 5 | 5",
        "UPDATE records SET created_us = 1 WHERE log = ? AND idx = 4 | 4"
      })
  void whatWasEditedWhileTheStoreWasClosedIsFoundAndRepairedAtTheStart(String sql, long first)
      throws Exception {
    Site site = edit(prepared.site(temp), sql);
    try (LogStore store = Prepared.open(site.data())) {
      Finding found = store.whenIndexChecked().get().getFirst();
      assertThat(found.verdict()).isEqualTo(Verdict.VIEW_TAMPERED);
      assertThat(found.index()).hasValue(first);
      AuditTrail trail = Prepared.service(store).trail(Site.VICTIM);
      assertThat(trail.show("id-5", "auditor").index()).isEqualTo(5);
      assertThat(trail.list(query(Optional.of("login")), "auditor").records()).hasSize(350);
      assertThat(trail.append(List.of(again(5, "100")), "writer").getFirst().appended().duplicate())
          .isTrue();
      assertThatThrownBy(() -> trail.append(List.of(again(5, "900")), "writer"))
          .hasMessageContaining("different record with id id-5 at index 5");
    }
  }

  @Test
  void rowsThatWereMadeUpWhileTheStoreWasClosedAreDropped() throws Exception {
    Site site =
        edit(
            prepared.site(temp), "INSERT INTO records VALUES (?, 701, 'id-new', 'transfer', 1, 1)");
    try (LogStore store = Prepared.open(site.data())) {
      AuditTrail trail = Prepared.service(store).trail(Site.VICTIM);
      assertThatThrownBy(() -> trail.show("id-new", "auditor"))
          .hasMessageContaining("has no record");
    }
  }

  @Test
  void anotherInstallationsIndexIsWrittenAnewFromTheLog() throws Exception {
    Site site = prepared.site(temp);
    Path other = temp.resolve("elsewhere");
    try (LogStore store = LogStore.open(Prepared.config(other).withName("example.com/other"))) {
      Prepared.append(Prepared.service(store).openOrCreate(Site.VICTIM), 100, 400);
    }
    Site.delete(site.data().resolve("index"));
    Site.copy(other.resolve("index"), site.data().resolve("index"));
    try (LogStore store = Prepared.open(site.data())) {
      assertThat(store.whenIndexChecked().get()).hasSize(1);
      AuditTrail trail = Prepared.service(store).trail(Site.VICTIM);
      for (int index : new int[] {0, 99, 100, 399, 400, 699}) {
        assertThat(trail.show("id-" + index, "auditor").index()).isEqualTo(index);
      }
    }
  }

  /** Under a running store the row is gone; both records are found by the next verification. */
  @Test
  void anIdThatWasTakenOutOfTheIndexAndPostedAgainIsFoundWithBothPlaces() throws Exception {
    try (LogStore store = edited("DELETE FROM records WHERE log = ? AND idx = 5")) {
      AuditTrail trail = Prepared.service(store).trail(Site.VICTIM);
      assertThat(trail.append(List.of(again(5, "900")), "writer").getFirst().appended().index())
          .isEqualTo(Prepared.SIZE);
      assertThat(trail.verify(Optional.empty(), Optional.empty(), "auditor").findings())
          .filteredOn(f -> f.verdict() == Verdict.CONFLICT)
          .singleElement()
          .satisfies(f -> {
            assertThat(f.index()).hasValue(Prepared.SIZE);
            assertThat(f.detail()).contains("id-5 stands at index 5 and again at index 700");
          });
    }
  }
}
