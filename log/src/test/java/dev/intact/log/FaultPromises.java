package dev.intact.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.log.fsck.Fsck;
import dev.intact.merkle.CompactRange;
import dev.intact.merkle.Hash;
import dev.intact.merkle.ProofBuilder;
import dev.intact.merkle.TreeHasher;
import dev.intact.note.Checkpoint;
import dev.intact.note.SignedCheckpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What a store has said to its callers, held against what it says after a failure. */
final class FaultPromises {

  private record Said(TextDraft draft, Appended answer) {}

  private final Map<String, TreeMap<Long, Said>> said = new HashMap<>();
  private final Map<String, List<Checkpoint>> published = new HashMap<>();
  private int drafts;

  /** A record with an id that no other has. */
  TextDraft draft(String log, int length) {
    return TextDraft.of(log + "-" + drafts++, "x".repeat(length));
  }

  void acknowledged(String log, TextDraft draft, Appended answer) {
    Said before =
        said.computeIfAbsent(log, l -> new TreeMap<>())
            .put(answer.index(), new Said(draft, answer));
    assertThat(before).as("index " + answer.index() + " of " + log + " is given once").isNull();
  }

  void published(String log, Checkpoint checkpoint) {
    published.computeIfAbsent(log, l -> new ArrayList<>()).add(checkpoint);
  }

  /** A checkpoint that lay where anybody could read it. One that is torn binds nobody. */
  void seen(String log, Optional<byte[]> bytes) {
    try {
      if (bytes.isPresent()) {
        published(log, SignedCheckpoint.parse(bytes.get()).checkpoint());
      }
    } catch (dev.intact.note.NoteException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  /** Every promise about one log. */
  void check(LogStore store, String name) throws Exception {
    if (!store.exists(name)) {
      assertThat(said).as("a log with records is there").doesNotContainKey(name);
      assertThat(published).as("a log with checkpoints is there").doesNotContainKey(name);
      return;
    }
    Log log = store.log(name);
    checkEntries(log);
    checkRepeated(log);
    for (String each : List.of(name, LogStore.ROOT)) {
      checkTree(store, store.openOrCreate(each));
    }
  }

  private void checkEntries(Log log) throws Exception {
    TreeMap<Long, Said> promised = said.getOrDefault(log.name(), new TreeMap<>());
    Map<String, Long> ids = new HashMap<>();
    TreeHasher hasher = new TreeHasher();
    if (!promised.isEmpty()) {
      assertThat(log.size()).as(log.name()).isGreaterThan(promised.lastKey());
    }
    log.scan(
        0,
        log.size(),
        (at, entry) -> {
          String id = new String(entry, StandardCharsets.UTF_8).split("\\|", 2)[0];
          assertThat(ids.put(id, at)).as("an id has one index: " + id).isNull();
          Said expected = promised.get(at);
          if (expected != null) {
            assertThat(hasher.leaf(entry)).as("index " + at).isEqualTo(expected.answer.leafHash());
          }
        });
  }

  private void checkRepeated(Log log) throws Exception {
    TreeMap<Long, Said> promised = said.getOrDefault(log.name(), new TreeMap<>());
    if (promised.isEmpty()) {
      return;
    }
    Said last = promised.lastEntry().getValue();
    Appended again = log.append(last.draft()).get(10, TimeUnit.SECONDS);
    assertThat(again.duplicate()).isTrue();
    assertThat(again.index()).isEqualTo(last.answer().index());
  }

  /** The tree continues every checkpoint that anybody may have seen, and is whole at rest. */
  private void checkTree(LogStore store, Log log) throws Exception {
    TreeHasher hasher = new TreeHasher();
    List<Hash> leaves = new ArrayList<>();
    log.scan(0, log.size(), (at, entry) -> leaves.add(hasher.leaf(entry)));
    Optional<SignedCheckpoint> head = log.checkpoint();
    for (Checkpoint seen : published.getOrDefault(log.name(), List.of())) {
      assertThat(log.size()).as(log.name()).isGreaterThanOrEqualTo(seen.size());
      CompactRange range = CompactRange.empty(0);
      leaves.subList(0, (int) seen.size()).forEach(leaf -> range.append(leaf, hasher));
      assertThat(range.root(hasher)).as("size " + seen.size()).isEqualTo(seen.root());
      assertThat(store.signer().lastSigned(log.origin()).orElseThrow().size())
          .isGreaterThanOrEqualTo(seen.size());
      if (head.isPresent() && head.get().checkpoint().size() >= seen.size()) {
        assertThat(ProofBuilder.root(log.nodes(seen.size()), seen.size()))
            .as("tiles of size " + seen.size())
            .isEqualTo(seen.root());
      }
    }
    if (head.isPresent()) {
      assertThat(
              Fsck.run(
                      log.name(),
                      Optional.of(head.get().encode()),
                      log.tiles(),
                      log.verifierKeys(),
                      Optional.empty(),
                      n -> {})
                  .findings())
          .as(log.name())
          .isEmpty();
    }
  }
}
