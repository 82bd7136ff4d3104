package dev.intact.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.finding.Verdict;
import dev.intact.log.index.RecordKeys;
import dev.intact.merkle.CompactRange;
import dev.intact.merkle.TreeHasher;
import dev.intact.note.SignedCheckpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogStoreTest {

  @TempDir Path temp;

  private LogStoreConfig config() {
    return LogStoreConfig.of(temp.resolve("data"), InstantSource.system(), LogStoreTest::keys)
        .withName("example.com/test")
        .withPublishInterval(Duration.ofMillis(20))
        .withJournal(1 << 20, 4 << 20);
  }

  private static RecordKeys keys(byte[] entry) {
    String[] parts = new String(entry, StandardCharsets.UTF_8).split("\\|", 3);
    return new RecordKeys(
        Optional.of(parts[0]).filter(id -> !id.isEmpty()),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.of(Long.parseLong(parts[1])));
  }

  private static String text(byte[] entry) {
    return new String(entry, StandardCharsets.UTF_8).split("\\|", 3)[2];
  }

  private static List<Appended> append(Log log, int from, int to) throws Exception {
    List<TextDraft> drafts = new ArrayList<>();
    for (int i = from; i < to; i++) {
      drafts.add(TextDraft.of("record " + i));
    }
    List<Appended> answers = new ArrayList<>();
    for (CompletableFuture<Appended> future : log.appendAll(drafts)) {
      answers.add(future.get());
    }
    return answers;
  }

  /**
   * Reads everything back, hashes it by the definition, and compares with the verified checkpoint.
   */
  private static void checkLog(Log log, int size) throws Exception {
    SignedCheckpoint signed = log.publish().get();
    signed.verify(log.verifierKeys());
    assertThat(signed.checkpoint().size()).isEqualTo(size);
    TreeHasher hasher = new TreeHasher();
    CompactRange range = CompactRange.empty(0);
    log.scan(
        0,
        size,
        (at, entry) -> {
          assertThat(text(entry)).isEqualTo("record " + at);
          range.append(hasher.leaf(entry), hasher);
        });
    assertThat(range.root(hasher)).isEqualTo(signed.checkpoint().root());
  }

  @Test
  void recordsKeepTheirIndexAndAreProvenByTheCheckpoint() throws Exception {
    try (LogStore store = LogStore.open(config())) {
      Log log = store.openOrCreate("trail");
      assertThat(append(log, 0, 3)).extracting(Appended::index).containsExactly(0L, 1L, 2L);
      checkLog(log, 3);
      append(log, 3, 700);
      checkLog(log, 700);
      assertThat(text(log.entry(555))).isEqualTo("record 555");
      assertThatThrownBy(() -> log.entry(700)).isInstanceOf(LogRangeException.class);
    }
  }

  @Test
  void everySizeUpToThreeHundredIsPublishedAndSurvivesARestart() throws Exception {
    for (int size = 0; size < 300; size += 43) {
      try (LogStore store = LogStore.open(config())) {
        Log log = store.openOrCreate("trail");
        assertThat(log.size()).isEqualTo(size);
        append(log, size, size + 43);
        checkLog(log, size + 43);
      }
    }
  }

  @Test
  void aClosedStoreHasItsLastCheckpointsInTheRootLog() throws Exception {
    LogStoreConfig slow = config().withPublishInterval(Duration.ofHours(1));
    try (LogStore store = LogStore.open(slow)) {
      for (String name : List.of("a", "b")) {
        append(store.openOrCreate(name), 0, 5);
      }
    }
    try (LogStore store = LogStore.open(slow)) {
      assertThat(store.root().checkpoint().orElseThrow().checkpoint().size()).isEqualTo(2);
      assertThat(store.index().checkpoints("a")).hasSize(1);
      assertThat(store.index().checkpoints("b").getLast().size()).isEqualTo(5);
    }
  }

  @Test
  void aFirstStartThatDiedBeforeTheStoreHadItsNameIsRepeated() throws Exception {
    LogStore.open(config()).close();
    Files.delete(temp.resolve("data/intact.json"));
    deleteTree(temp.resolve("data/journal"));
    try (LogStore store = LogStore.open(config())) {
      append(store.openOrCreate("trail"), 0, 5);
    }
    deleteTree(temp.resolve("data"));
    assertThatThrownBy(() -> LogStore.open(config()))
        .isInstanceOf(LogStoreException.class)
        .hasMessageContaining("belongs to another store");
  }

  @Test
  void aDamagedIndexIsBuiltAgainFromTheLog() throws Exception {
    try (LogStore store = LogStore.open(config())) {
      append(store.openOrCreate("trail"), 0, 5);
    }
    Files.write(temp.resolve("data/index/intact.sqlite"), new byte[5000]);
    try (LogStore store = LogStore.open(config())) {
      assertThat(store.index().appliedSize("trail")).isEqualTo(5);
    }
  }

  @Test
  void anIndexAheadOfItsLogIsBuiltAgainFromTheLog() throws Exception {
    try (LogStore store = LogStore.open(config())) {
      append(store.openOrCreate("trail"), 0, 5);
    }
    Path old = temp.resolve("old");
    copyTree(temp.resolve("data"), old);
    try (LogStore store = LogStore.open(config())) {
      append(store.openOrCreate("trail"), 5, 9);
    }
    for (String part : List.of("logs", "journal", "registry.json")) {
      deleteTree(temp.resolve("data").resolve(part));
      copyTree(old.resolve(part), temp.resolve("data").resolve(part));
    }
    try (LogStore store = LogStore.open(config())) {
      assertThat(store.index().appliedSize("trail")).isEqualTo(5);
    }
  }

  @Test
  void aNewIndexTellsHowFarItIs() throws Exception {
    try (LogStore store = LogStore.open(config())) {
      append(store.openOrCreate("trail"), 0, 5);
    }
    AtomicLong indexed = new AtomicLong();
    try (LogStore store = LogStore.openWithNewIndex(config(), indexed::addAndGet)) {
      assertThat(store.index().appliedSize("trail")).isEqualTo(5);
      assertThat(indexed).hasValueGreaterThanOrEqualTo(5);
    }
  }

  @Test
  void acknowledgedRecordsSurviveAProcessThatNeverCloses() throws Exception {
    LogStore abandoned = LogStore.open(config().withPublishInterval(Duration.ofHours(1)));
    append(abandoned.openOrCreate("trail"), 0, 1000);
    append(abandoned.openOrCreate("other"), 0, 10);
    // Once these are in the trees nothing is written any more, so that a copy can be taken.
    abandoned.log("trail").entry(999);
    abandoned.log("other").entry(9);
    Path copy = temp.resolve("copy");
    copyTree(temp.resolve("data"), copy.resolve("data"));
    copyTree(temp.resolve("data.signer"), copy.resolve("data.signer"));
    abandoned.close();
    LogStoreConfig moved =
        LogStoreConfig.of(copy.resolve("data"), InstantSource.system(), LogStoreTest::keys)
            .withJournal(1 << 20, 4 << 20);
    try (LogStore store = LogStore.open(moved)) {
      checkLog(store.log("trail"), 1000);
      checkLog(store.log("other"), 10);
      append(store.log("trail"), 1000, 1300);
      checkLog(store.log("trail"), 1300);
    }
  }

  @Test
  void theJournalIsReleasedAndWhatItHeldIsStillThere() throws Exception {
    try (LogStore store = LogStore.open(config())) {
      Log log = store.openOrCreate("trail");
      for (int i = 0; i < 40_000; i += 4000) {
        append(log, i, i + 4000);
      }
    }
    try (LogStore store = LogStore.open(config())) {
      assertThat(store.status().journalBytesHeld()).isLessThanOrEqualTo(2 << 20);
      checkLog(store.log("trail"), 40_000);
    }
  }

  @Test
  void theSameIdAndBytesGiveTheSameAnswerAndOtherBytesAreRefused() throws Exception {
    try (LogStore store = LogStore.open(config())) {
      Log log = store.openOrCreate("trail");
      Appended first = log.append(TextDraft.of("id-1", "record 0")).get();
      Appended again = log.append(TextDraft.of("id-1", "record 0")).get();
      assertThat(again)
          .isEqualTo(new Appended(first.index(), first.leafHash(), first.createdAt(), true));
      assertThatThrownBy(() -> log.append(TextDraft.of("id-1", "other")).get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IdConflictException.class);
      assertThat(log.size()).isEqualTo(1);
    }
    try (LogStore store = LogStore.open(config())) {
      Log log = store.log("trail");
      assertThat(log.append(TextDraft.of("id-1", "record 0")).get().duplicate()).isTrue();
      assertThatThrownBy(() -> log.append(TextDraft.of("id-1", "other")).get())
          .hasCauseInstanceOf(IdConflictException.class);
    }
  }

  @Test
  void aBatchWithTheSameIdTwiceHoldsItOnce() throws Exception {
    try (LogStore store = LogStore.open(config())) {
      Log log = store.openOrCreate("trail");
      List<CompletableFuture<Appended>> futures =
          log.appendAll(
              List.of(
                  TextDraft.of("a", "record 0"),
                  TextDraft.of("a", "record 0"),
                  TextDraft.of("b", "record 1")));
      assertThat(futures.get(1).get().index()).isZero();
      assertThat(futures.get(2).get().index()).isEqualTo(1);
      checkLog(log, 2);
    }
  }

  @Test
  void callersBeyondTheQueueAreRefusedWhole() throws Exception {
    try (LogStore store = LogStore.open(config().withInFlight(10, 1 << 20))) {
      Log log = store.openOrCreate("trail");
      List<TextDraft> eleven = new ArrayList<>();
      for (int i = 0; i < 11; i++) {
        eleven.add(TextDraft.of("record " + i));
      }
      assertThatThrownBy(() -> log.appendAll(eleven)).isInstanceOf(OverloadedException.class);
      assertThat(log.size()).isZero();
      append(log, 0, 10);
      checkLog(log, 10);
    }
  }

  @Test
  void aSecondStoreOnTheSameDirectoryIsRefused() throws Exception {
    try (LogStore store = LogStore.open(config())) {
      assertThat(store.prefix()).isEqualTo("example.com/test");
      assertThatThrownBy(() -> LogStore.open(config())).isInstanceOf(StoreLockedException.class);
    }
  }

  @Test
  void aCopyOfTheStoreCannotUseItsSignerAtTheSameTime() throws Exception {
    LogStore.open(config()).close();
    copyTree(temp.resolve("data"), temp.resolve("copy"));
    LogStoreConfig copy =
        LogStoreConfig.of(temp.resolve("copy"), InstantSource.system(), LogStoreTest::keys)
            .withSignerDirectory(temp.resolve("data.signer"));
    try (LogStore store = LogStore.open(config())) {
      assertThatThrownBy(() -> LogStore.open(copy)).isInstanceOf(StoreLockedException.class);
      append(store.openOrCreate("trail"), 0, 1);
    }
    LogStore.open(copy).close();
  }

  @Test
  void aDirectoryThatIsNoSignersIsNotTouched() throws Exception {
    LogStore.open(config()).close();
    Path other = Files.createDirectory(temp.resolve("other"));
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatThrownBy(() -> LogStore.open(config().withSignerDirectory(other)))
        .isInstanceOf(LogStoreException.class)
        .hasMessageContaining("has no keys");
    assertThat(other).isEmptyDirectory();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(other)))
        .isEqualTo("rwxr-xr-x");
  }

  @Test
  void theSignersDirectoryIsForItsOwnerAlone() throws Exception {
    LogStore.open(config()).close();
    try (java.util.stream.Stream<Path> all = Files.walk(temp.resolve("data.signer"))) {
      for (Path path : all.filter(p -> !p.endsWith("lock")).toList()) { // which is empty
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void theSignerNeedsADirectoryOfItsOwn() {
    assertThatThrownBy(() -> LogStore.open(config().withSignerDirectory(temp.resolve("data"))))
        .isInstanceOf(LogStoreException.class)
        .hasMessageContaining("of its own");
  }

  @Test
  void aRestoredOldCopyIsRefusedAsRolledBack() throws Exception {
    Path old = temp.resolve("old");
    try (LogStore store = LogStore.open(config())) {
      append(store.openOrCreate("trail"), 0, 5);
      checkLog(store.log("trail"), 5);
    }
    copyTree(temp.resolve("data"), old);
    try (LogStore store = LogStore.open(config())) {
      append(store.log("trail"), 5, 9);
      checkLog(store.log("trail"), 9);
    }
    deleteTree(temp.resolve("data"));
    copyTree(old, temp.resolve("data"));
    try (LogStore store = LogStore.open(config())) {
      Log log = store.log("trail");
      assertThatThrownBy(() -> log.append(TextDraft.of("x")).get())
          .cause()
          .isInstanceOfSatisfying(
              LogRefusedException.class,
              e -> assertThat(e.verdict()).isEqualTo(Verdict.ROLLED_BACK));
    }
  }

  @Test
  void aSignedLogOfWhichEveryTraceIsGoneIsRolledBackAndNotUnknown() throws Exception {
    try (LogStore store = LogStore.open(config())) {
      append(store.openOrCreate("kept"), 0, 3);
    }
    Path old = temp.resolve("old");
    copyTree(temp.resolve("data"), old);
    try (LogStore store = LogStore.open(config())) {
      append(store.openOrCreate("gone"), 0, 3);
      checkLog(store.log("gone"), 3);
    }
    deleteTree(temp.resolve("data"));
    copyTree(old, temp.resolve("data"));
    for (int start = 0; start < 2; start++) {
      try (LogStore store = LogStore.open(config())) {
        Log gone = store.log("gone");
        assertThatThrownBy(() -> gone.append(TextDraft.of("x")).get())
            .cause()
            .isInstanceOfSatisfying(
                LogRefusedException.class,
                e -> assertThat(e.verdict()).isEqualTo(Verdict.ROLLED_BACK));
        append(store.log("kept"), 3 + start, 4 + start);
      }
    }
  }

  @Test
  void aStoreWithoutItsSignerIsRefused() throws Exception {
    LogStore.open(config()).close();
    deleteTree(temp.resolve("data.signer"));
    assertThatThrownBy(() -> LogStore.open(config()))
        .isInstanceOf(LogStoreException.class)
        .hasMessageContaining("signer");
  }

  @Test
  void theRootLogHoldsTheCheckpointsOfTheOthers() throws Exception {
    try (LogStore store = LogStore.open(config())) {
      for (int i = 0; i < 5; i++) {
        append(store.openOrCreate("trail-" + i), 0, 1);
        checkLog(store.log("trail-" + i), 1);
      }
      SignedCheckpoint root = store.root().publish().get();
      assertThat(root.checkpoint().size()).isGreaterThanOrEqualTo(4);
      store
          .root()
          .scan(
              0,
              store.root().size(),
              (at, entry) -> assertThat(parse(entry).checkpoint().origin()).contains("trail-"));
    }
  }

  private static SignedCheckpoint parse(byte[] entry) throws IOException {
    try {
      return SignedCheckpoint.parse(entry);
    } catch (dev.intact.note.NoteException e) {
      throw new IOException(e);
    }
  }

  static void copyTree(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(dir).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  static void deleteTree(Path root) throws IOException {
    try (java.util.stream.Stream<Path> walk = Files.walk(root)) {
      for (Path path : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
