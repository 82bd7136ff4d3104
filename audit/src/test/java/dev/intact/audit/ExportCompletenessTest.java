package dev.intact.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.bundle.ExportHeader;
import dev.intact.bundle.ExportWriter;
import dev.intact.finding.Verdict;
import dev.intact.key.VerifierKey;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import dev.intact.merkle.ProofBuilder;
import dev.intact.note.SignedCheckpoint;
import dev.intact.verify.OfflineVerifier;
import dev.intact.verify.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nine records, an hour apart from 12:00; what an honest log signed, shown by a dishonest export.
 */
final class ExportCompletenessTest {

  private static final Optional<String> NONE = Optional.empty();

  @TempDir Path temp;
  private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private LogStore store;
  private AuditTrail trail;

  @BeforeEach
  void open() throws Exception {
    InstantSource clock = () -> now;
    store =
        LogStore.open(
            LogStoreConfig.of(temp.resolve("data"), clock, AuditKeys::keys)
                .withJournal(1 << 20, 8 << 20)
                .withPublishInterval(Duration.ofMillis(10)));
    trail =
        new AuditService(store, clock, RandomGenerator.of("L64X128MixRandom")).openOrCreate("t");
  }

  private void append(int count) throws AuditException {
    for (int i = 0; i < count; i++) {
      trail.append(List.of("{\"event_type\":\"x\"}".getBytes(StandardCharsets.UTF_8)), "tester");
      now = now.plusSeconds(3600);
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Outcome export(
      long begin, long from, long to, long end, Optional<String> start, Optional<String> stop)
      throws Exception {
    SignedCheckpoint head = trail.log().publish().get();
    long size = head.checkpoint().size();
    ExportHeader header =
        new ExportHeader(
            trail.log().origin(),
            ProofBuilder.range(trail.log().nodes(size), begin, end, size),
            from,
            to,
            start,
            stop,
            new String(head.encode(), StandardCharsets.UTF_8),
            List.of(),
            trail.log().verifierKeys().stream().map(VerifierKey::format).toList());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExportWriter writer = new ExportWriter(out, header);
    trail.log().scan(begin, end, (index, entry) -> writer.record(entry));
    writer.finish();
    return new OfflineVerifier(trail.log().verifierKeys(), Optional.empty(), Optional.empty())
        .verify(new ByteArrayInputStream(out.toByteArray()));
  }

  private static Optional<String> at(String time) {
    return Optional.of("2026-03-01T" + time + ":00.000000Z");
  }

  @Test
  void withBothNeighboursItIsComplete() throws Exception {
    append(9);
    Outcome outcome = export(1, 2, 5, 6, at("14:00"), at("17:00"));
    assertThat(outcome.verdict()).isEqualTo(Verdict.OK);
    assertThat(outcome.summary()).contains("from 2026-03-01T14:00").contains(trail.log().origin());
  }

  @Test
  void withoutTheRecordBeforeTheDatesNothingShowsThatNoneIsLeftOut() throws Exception {
    append(9);
    assertThat(export(3, 3, 5, 6, at("14:00"), at("17:00")).verdict()).isEqualTo(Verdict.MISSING);
  }

  @Test
  void withoutTheRecordBehindTheDatesNothingShowsThatNoneIsLeftOut() throws Exception {
    append(9);
    assertThat(export(1, 2, 4, 4, at("14:00"), at("17:00")).verdict()).isEqualTo(Verdict.MISSING);
  }

  @Test
  void aPartWithoutDatesIsNotTakenForTheWhole() throws Exception {
    append(9);
    assertThat(export(0, 0, 9, 9, NONE, NONE).verdict()).isEqualTo(Verdict.OK);
    assertThat(export(0, 0, 8, 8, NONE, NONE).verdict()).isEqualTo(Verdict.MISSING);
    assertThat(export(1, 1, 9, 9, NONE, NONE).verdict()).isEqualTo(Verdict.MISSING);
  }

  @Test
  void anEmptySelectionIsCompleteOnlyBetweenNeighboursOnEitherSideOfTheDates() throws Exception {
    append(9);
    assertThat(export(1, 2, 2, 3, at("13:30"), at("14:00")).verdict()).isEqualTo(Verdict.OK);
    // 14:00 to 17:00 has three records
    assertThat(export(0, 1, 1, 2, at("14:00"), at("17:00")).verdict()).isEqualTo(Verdict.MISSING);
    assertThat(export(6, 7, 7, 8, at("14:00"), at("17:00")).verdict()).isEqualTo(Verdict.MISSING);
    assertThat(export(0, 0, 0, 1, at("14:00"), at("17:00")).verdict()).isEqualTo(Verdict.MISSING);
    assertThat(export(8, 9, 9, 9, at("14:00"), at("17:00")).verdict()).isEqualTo(Verdict.MISSING);
  }

  @Test
  void aDateThatIsNoneIsRefused() throws Exception {
    append(1);
    assertThatThrownBy(() -> export(0, 0, 1, 1, Optional.of("yesterday"), NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("yesterday");
  }

  @Test
  void anOldCopyOfTheWholeDirectoryIsReportedAsRolledBackWithAReport() throws Exception {
    append(2);
    trail.verify(Optional.empty(), Optional.empty(), "tester");
    store.close();
    Path old = temp.resolve("old");
    copyTree(temp.resolve("data"), old);
    open();
    append(2);
    trail.verify(Optional.empty(), Optional.empty(), "tester");
    store.close();
    deleteTree(temp.resolve("data"));
    copyTree(old, temp.resolve("data"));
    open();
    IntegrityReport report = trail.verify(Optional.empty(), Optional.empty(), "tester");
    assertThat(report.verdict()).isEqualTo(Verdict.ROLLED_BACK);
    assertThat(report.verdict().exitCode()).isEqualTo(1);
  }

  @Test
  void aRecordThatGrowsBeyondAnEntryInItsCanonicalFormIsRefused() {
    String zeros = "1e15,".repeat(8000);
    byte[] record =
        ("{\"event_type\":\"x\",\"n\":[" + zeros + "0]}").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> trail.append(List.of(record), "tester"))
        .isInstanceOfSatisfying(
            AuditException.class, e -> assertThat(e.kind()).isEqualTo(AuditException.Kind.INVALID));
    assertThat(trail.log().size()).isZero();
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static void deleteTree(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
