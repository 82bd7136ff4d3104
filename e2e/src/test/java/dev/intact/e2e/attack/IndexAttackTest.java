package dev.intact.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.audit.AuditException;
import dev.intact.audit.AuditTrail;
import dev.intact.audit.RecordQuery;
import dev.intact.finding.Verdict;
import dev.intact.log.LogStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
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

  private Site edited(String sql) throws Exception {
    Site site = prepared.site(temp);
    Path file = site.data().resolve("index/intact.sqlite");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      String log = "(SELECT number FROM logs WHERE name = 'victim')";
      assertThat(statement.executeUpdate(sql.replace("?", log))).isPositive();
    }
    return site;
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
    try (LogStore store = Prepared.open(edited(sql).data())) {
      AuditTrail trail = Prepared.service(store).trail(Site.VICTIM);
      boolean login = sql.contains("'id-5x'") || sql.contains("5000");
      isRefused(() -> trail.list(query(Optional.of(login ? "login" : "transfer")), "auditor"));
    }
  }

  @Test
  void anIdThatPointsElsewhereIsNeverAnsweredWithAnotherRecord() throws Exception {
    Site site = edited("UPDATE records SET id = 'id-5' WHERE log = ? AND idx = 3");
    try (LogStore store = Prepared.open(site.data())) {
      AuditTrail trail = Prepared.service(store).trail(Site.VICTIM);
      isRefused(() -> trail.show("id-5", "auditor"));
      isRefused(() -> trail.prove("id-5", "auditor"));
      isRefused(() -> trail.custody("id-5", "auditor"));
    }
  }

  @Test
  void rowsThatAreHiddenAreInAListByTimeAndInTheVerificationAllTheSame() throws Exception {
    Site site = edited("DELETE FROM records WHERE log = ? AND idx BETWEEN 5 AND 99");
    try (LogStore store = Prepared.open(site.data())) {
      AuditTrail trail = Prepared.service(store).trail(Site.VICTIM);
      assertThat(trail.list(query(Optional.empty()), "auditor").records()).hasSize(Prepared.SIZE);
      assertThat(trail.verify(Optional.empty(), Optional.empty(), "auditor").verdict())
          .isEqualTo(Verdict.OK);
      assertThatThrownBy(() -> trail.show("id-5", "auditor"))
          .as("by id a hidden record is not found: this is the limit")
          .hasMessageContaining("has no record");
    }
  }
}
