package dev.intact.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.json.JsonObject;
import dev.intact.log.Appended;
import dev.intact.log.Draft;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import dev.intact.log.RecordDraft;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log of ours never writes and another writer might have had signed. */
final class FaultyWriterTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path temp;
  private LogStore store;
  private AuditTrail trail;
  private AuditService service;

  @BeforeEach
  void open() throws Exception {
    store =
        LogStore.open(
            LogStoreConfig.of(temp.resolve("data"), () -> NOON, AuditKeys::keys)
                .withName("example.com/test")
                .withJournal(1 << 20, 8 << 20)
                .withPublishInterval(Duration.ofMillis(10)));
    service = new AuditService(store, () -> NOON, RandomGenerator.of("L64X128MixRandom"));
    trail = service.openOrCreate("t");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static RecordDraft draft(String id) {
    JsonObject record = JsonObject.builder().put("audit_id", id).put("event_type", "x").build();
    return RecordDraft.of(record, true, List.of(), "writer");
  }

  /** Sealed with a time of its own, and so hashed. */
  private record Dated(RecordDraft draft, Instant at) implements Draft {
    @Override
    public Optional<String> id() {
      return draft.id();
    }

    @Override
    public boolean freshId() {
      return true;
    }

    @Override
    public int sizeHint() {
      return draft.sizeHint();
    }

    @Override
    public byte[] seal(long index, Instant createdAt) {
      return draft.seal(index, at);
    }

    @Override
    public boolean sameAs(byte[] stored) {
      return false;
    }
  }

  /** Those that stand twice in one submission would be seen: the rest waits for the index. */
  private void append(List<? extends Draft> drafts) throws Exception {
    for (CompletableFuture<Appended> appended : trail.log().appendAll(drafts)) {
      assertThat(appended.get().duplicate()).isFalse();
    }
    while (store.index().appliedSize("t") < trail.log().size()) {
      Thread.onSpinWait();
    }
  }

  private static List<RecordDraft> drafts(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> draft("id-" + i)).toList();
  }

  private static List<Finding> conflicts(IntegrityReport report) {
    return report.findings().stream().filter(f -> f.verdict() == Verdict.CONFLICT).toList();
  }

  @Test
  void anIdThatStandsTwiceIsReportedWithBothIndices() throws Exception {
    append(drafts(0, 3));
    append(List.of(draft("again")));
    append(drafts(4, 400));
    append(List.of(draft("again")));
    append(drafts(401, 599));
    append(List.of(draft("again")));
    IntegrityReport report = trail.verify(Optional.empty(), Optional.empty(), "auditor");
    assertThat(report.verdict()).isEqualTo(Verdict.CONFLICT);
    assertThat(report.findings()).hasSize(2).isEqualTo(conflicts(report));
    for (int i = 0; i < 2; i++) {
      Finding finding = report.findings().get(i);
      assertThat(finding.index().getAsLong()).isEqualTo(i == 0 ? 400 : 599);
      assertThat(finding.recordId()).contains("again");
      assertThat(finding.evidence().getFirst().value()).isEqualTo("3");
      assertThat(finding.detail()).contains("index 3 ");
    }
    assertThat(report.toJson().array("duplicate_ids").orElseThrow()).hasSize(2);
  }

  @Test
  void theSearchOverSeveralSlicesAndSeveralPassesFindsTheSame() throws Exception {
    append(drafts(0, 280));
    append(List.of(draft("id-3")));
    append(drafts(281, 300));
    DuplicateSearch search = new DuplicateSearch(0, 300, 5);
    IntegrityReport first = trail.check(0, 100, List.of(), Optional.of(search), "a");
    assertThat(first.findings()).isEmpty();
    assertThat(trail.check(100, 200, List.of(), Optional.of(search), "a").findings()).isEmpty();
    assertThat(conflicts(trail.check(200, 300, List.of(), Optional.of(search), "a"))).hasSize(1);
  }

  /** A search by bisection believes that times never decrease; what it finds is looked at. */
  @Test
  void aRangeByDateInALogWhoseTimesGoBackwardsIsNoCompleteAnswer() throws Exception {
    for (int day : new int[] {1, 2, 9, 3, 4, 5}) {
      append(List.of(new Dated(draft("day-" + day), NOON.plus(Duration.ofDays(day)))));
    }
    Optional<Instant> start = Optional.of(NOON.plus(Duration.ofDays(3)));
    Optional<Instant> end = Optional.of(NOON.plus(Duration.ofDays(5)));
    IntegrityReport report = trail.verify(start, end, "auditor");
    assertThat(report.of(Verdict.MISSING).values()).hasSize(1);
    assertThat(report.findings().toString()).contains("was recorded at another time");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThatThrownBy(() -> trail.export(start, end, out, "auditor"))
        .isInstanceOf(AuditException.class)
        .hasMessageContaining("was recorded at another time");
    assertThat(out.size()).isZero();
  }

  @Test
  void timesThatGoBackwardsAreFoundWithinABundleAndFromOneToTheNext() throws Exception {
    List<Dated> all = new ArrayList<>();
    for (int i = 0; i < 520; i++) {
      int seconds = i == 100 ? 50 : i == 256 || i == 258 ? 200 : i;
      all.add(new Dated(draft("id-" + i), NOON.plusSeconds(seconds)));
    }
    append(all);
    List<Long> backwards =
        trail.verify(Optional.empty(), Optional.empty(), "auditor").findings().stream()
            .filter(f -> f.detail().contains("before that of the record before it"))
            .map(f -> f.index().getAsLong())
            .sorted()
            .toList();
    assertThat(backwards).containsExactly(100L, 256L, 258L);
  }
}
