package dev.intact.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.finding.Verdict;
import dev.intact.log.index.RecordKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of one log are damaged: that log is refused, the others go on, and nothing is repaired. */
final class DamagedLogTest {

  private static final int SEGMENT = 64 << 10;

  @TempDir Path temp;

  private LogStoreConfig config() {
    return LogStoreConfig.of(temp.resolve("data"), InstantSource.system(), DamagedLogTest::keys)
        .withName("example.com/damage")
        .withPublishInterval(Duration.ofHours(1))
        .withJournal(SEGMENT, 4 * SEGMENT);
  }

  private static RecordKeys keys(byte[] entry) {
    String[] parts = new String(entry, StandardCharsets.UTF_8).split("\\|", 3);
    return new RecordKeys(
        Optional.of(parts[0]).filter(id -> !id.isEmpty()),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.of(Long.parseLong(parts[1])));
  }

  private Path file(String log, String path) {
    return temp.resolve("data/logs/example.com/damage").resolve(log).resolve(path);
  }

  private static void append(Log log, int count, int length) throws Exception {
    List<TextDraft> drafts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      drafts.add(TextDraft.of("x".repeat(length)));
    }
    for (CompletableFuture<Appended> future : log.appendAll(drafts)) {
      assertThat(future.get().duplicate()).isFalse();
    }
  }

  private static void requireRefused(Log log, Verdict verdict) {
    assertThatThrownBy(() -> log.append(TextDraft.of("more")).get())
        .cause()
        .isInstanceOfSatisfying(
            LogRefusedException.class, e -> assertThat(e.verdict()).isEqualTo(verdict));
    assertThatThrownBy(() -> log.publish(log.size() + 1).get())
        .hasCauseInstanceOf(LogRefusedException.class);
  }

  private void twoLogs() throws Exception {
    try (LogStore store = LogStore.open(config())) {
      append(store.openOrCreate("hurt"), 5, 10);
      append(store.openOrCreate("sound"), 5, 10);
    }
  }

  /** The others go on, over several starts. */
  private void requireOnlyOneRefused(Verdict verdict) throws Exception {
    for (int start = 0; start < 2; start++) {
      try (LogStore store = LogStore.open(config())) {
        requireRefused(store.log("hurt"), verdict);
        append(store.log("sound"), 1, 10);
        assertThat(store.log("sound").publish().get().checkpoint().size()).isEqualTo(6 + start);
        assertThat(store.status().failed()).isFalse();
      }
    }
  }

  @Test
  void aMissingTileAtTheRightEdgeIsThatLogsMisfortune() throws Exception {
    twoLogs();
    Files.delete(file("hurt", "tile/0/000.p/5"));
    requireOnlyOneRefused(Verdict.MISSING);
    assertThat(file("hurt", "tile/0/000.p/5")).as("never made anew").doesNotExist();
  }

  @Test
  void aShortenedTileAtTheRightEdgeIsThatLogsMisfortune() throws Exception {
    twoLogs();
    Files.write(file("hurt", "tile/0/000.p/5"), new byte[33]);
    requireOnlyOneRefused(Verdict.CONTENT_TAMPERED);
  }

  @Test
  void aMissingLastBundleIsThatLogsMisfortune() throws Exception {
    twoLogs();
    Files.delete(file("hurt", "tile/entries/000.p/5"));
    requireOnlyOneRefused(Verdict.MISSING);
  }

  @Test
  void aTileThatCannotBeReadIsNotCalledTampered() throws Exception {
    twoLogs();
    Path tile = file("hurt", "tile/0/000.p/5");
    Files.delete(tile);
    Files.createDirectory(tile);
    requireOnlyOneRefused(Verdict.UNVERIFIABLE);
  }

  @Test
  void aDirectoryThatWasTakenAwayIsThatLogsMisfortune() throws Exception {
    twoLogs();
    LogStoreTest.deleteTree(file("hurt", ""));
    requireOnlyOneRefused(Verdict.MISSING);
  }

  @Test
  void aBundleThatIsDamagedUnderARunningStoreIsThatLogsMisfortune() throws Exception {
    twoLogs();
    try (LogStore store = LogStore.open(config())) {
      Files.write(file("hurt", "tile/entries/000.p/5"), new byte[3]);
      append(store.log("hurt"), 3, 10);
      assertThatThrownBy(() -> store.log("hurt").publish().get())
          .cause()
          .isInstanceOfSatisfying(
              LogRefusedException.class,
              e -> assertThat(e.verdict()).isEqualTo(Verdict.CONTENT_TAMPERED));
      append(store.log("sound"), 1, 10);
      assertThat(store.log("sound").publish().get().checkpoint().size()).isEqualTo(6);
      assertThat(store.status().failed()).isFalse();
    }
  }

  /** What only the journal holds stays there until the damage is undone, and then is whole. */
  @Test
  void theJournalKeepsWhatADamagedLogDoesNotHold() throws Exception {
    Path bundle = file("hurt", "tile/entries/000.p/5");
    byte[] kept;
    twoLogs();
    try (LogStore store = LogStore.open(config())) {
      kept = Files.readAllBytes(bundle);
      Files.write(bundle, new byte[kept.length]);
      append(store.log("hurt"), 300, 10); // completes the bundle upon the damaged one
      assertThatThrownBy(() -> store.log("hurt").publish().get())
          .hasCauseInstanceOf(LogRefusedException.class);
      assertThat(store.status().failed()).isFalse();
      assertThat(store.log("hurt").entry(304)).isNotEmpty();
    }
    for (int start = 0; start < 2; start++) {
      try (LogStore store = LogStore.open(config())) {
        requireRefused(store.log("hurt"), Verdict.CONTENT_TAMPERED);
        for (int i = 0; i < 40; i++) {
          append(store.log("sound"), 10, 1000);
        }
        assertThat(store.log("hurt").size()).isEqualTo(305);
      }
    }
    Files.write(bundle, kept);
    try (LogStore store = LogStore.open(config())) {
      Log healed = store.log("hurt");
      append(healed, 1, 10);
      assertThat(healed.publish().get().checkpoint().size()).isEqualTo(306);
      assertThat(healed.entry(304)).isNotEmpty();
    }
    try (LogStore store = LogStore.open(config())) {
      assertThat(store.status().journalBytesHeld()).as("given up now").isLessThan(4 * SEGMENT);
    }
  }

  @Test
  void aLogThatIsTooSmallInTheRegistryIsThatLogsMisfortuneWhereTheJournalGoesOnBehind()
      throws Exception {
    try (LogStore store = LogStore.open(config())) {
      append(store.openOrCreate("hurt"), 5, 10);
      for (int i = 0; i < 40; i++) {
        append(store.openOrCreate("sound"), 10, 1000); // the journal gives up the first records
      }
      store.trim();
      append(store.log("hurt"), 5, 10);
    }
    rewrite("\"name\":\"hurt\",\"size\":10", "\"name\":\"hurt\",\"size\":3");
    try (LogStore store = LogStore.open(config())) {
      requireRefused(store.log("hurt"), Verdict.MISSING);
      append(store.log("sound"), 1, 10);
    }
    rewrite("\"name\":\"hurt\",\"size\":3", "\"name\":\"hurt\",\"size\":10");
    try (LogStore store = LogStore.open(config())) {
      append(store.log("hurt"), 1, 10);
      assertThat(store.log("hurt").publish().get().checkpoint().size()).isEqualTo(11);
    }
  }

  /** A size that was made up does not let the journal give up what the files never had. */
  @Test
  void aLogThatIsTooLargeInTheRegistryLosesNothingThatOnlyTheJournalHolds() throws Exception {
    Path running = temp.resolve("running");
    LogStore abandoned = LogStore.open(config());
    append(abandoned.openOrCreate("hurt"), 5, 10);
    append(abandoned.openOrCreate("sound"), 5, 10);
    for (String log : List.of("hurt", "sound")) {
      assertThat(abandoned.log(log).entry(4)).as("in the tree, not only acknowledged").isNotEmpty();
    }
    abandoned.trim();
    append(abandoned.log("hurt"), 5, 10);
    for (String part : List.of("data", "data.signer")) {
      LogStoreTest.copyTree(temp.resolve(part), running.resolve(part));
    }
    abandoned.close();
    for (String part : List.of("data", "data.signer")) {
      LogStoreTest.deleteTree(temp.resolve(part));
      LogStoreTest.copyTree(running.resolve(part), temp.resolve(part));
    }
    rewrite("\"name\":\"hurt\",\"size\":5", "\"name\":\"hurt\",\"size\":20");
    try (LogStore store = LogStore.open(config())) {
      requireRefused(store.log("hurt"), Verdict.MISSING);
      for (int i = 0; i < 40; i++) {
        append(store.log("sound"), 10, 1000);
      }
    }
    rewrite("\"name\":\"hurt\",\"size\":20", "\"name\":\"hurt\",\"size\":5");
    try (LogStore store = LogStore.open(config())) {
      append(store.log("hurt"), 1, 10);
      assertThat(store.log("hurt").publish().get().checkpoint().size()).isEqualTo(11);
    }
  }

  private void rewrite(String old, String fresh) throws Exception {
    Path registry = temp.resolve("data/registry.json");
    String text = Files.readString(registry);
    assertThat(text).contains(old);
    Files.writeString(registry, text.replace(old, fresh));
  }
}
