package dev.intact.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.audit.AuditKeys;
import dev.intact.audit.RecordReceipt;
import dev.intact.log.Log;
import dev.intact.log.LogStore;
import dev.intact.log.fsck.DirectorySource;
import dev.intact.log.fsck.Fsck;
import dev.intact.merkle.Hash;
import dev.intact.merkle.ProofBuilder;
import dev.intact.merkle.TreeHasher;
import dev.intact.note.Checkpoint;
import dev.intact.note.SignedCheckpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the killed processes said, held against what the directory says afterwards. */
final class Promises {

  private record Said(String id, String leaf) {}

  private final Path data;
  private final Map<String, TreeMap<Long, Said>> said = new HashMap<>();
  private final Map<String, Map<Long, Checkpoint>> published = new HashMap<>();
  private int count;

  Promises(Path data) {
    this.data = data;
  }

  int count() {
    return count;
  }

  /** One line of the workload. */
  void acknowledged(String line) {
    String[] parts = line.split(" ");
    assertThat(parts).as(line).hasSize(4);
    Said now = new Said(parts[2], parts[3]);
    Said before =
        said.computeIfAbsent(parts[0], t -> new TreeMap<>()).put(Long.parseLong(parts[1]), now);
    assertThat(before).as("an index is given once: " + line).isIn(null, now);
    count++;
  }

  private Path directory(String trail) {
    return data.resolve("logs/example.com/crash").resolve(trail);
  }

  /** Keeps the checkpoints that lie on the disk, as a witness would. */
  void keepCheckpoints() throws Exception {
    for (int t = 0; t < Workload.TRAILS; t++) {
      String trail = "trail-" + t;
      Path file = directory(trail).resolve("checkpoint");
      if (Files.exists(file)) {
        Checkpoint read = SignedCheckpoint.parse(Files.readAllBytes(file)).checkpoint();
        Checkpoint known =
            published.computeIfAbsent(trail, n -> new TreeMap<>()).put(read.size(), read);
        assertThat(known == null || known.root().equals(read.root()))
            .as("one root a size")
            .isTrue();
      }
    }
  }

  /** Opens the store as the next process would, and looks for everything that was promised. */
  void check() throws Exception {
    keepCheckpoints();
    try (LogStore store = LogStore.open(Workload.config(data))) {
      for (Map.Entry<String, TreeMap<Long, Said>> trail : said.entrySet()) {
        check(store, store.log(trail.getKey()), trail.getValue());
      }
    }
  }

  private void check(LogStore store, Log log, TreeMap<Long, Said> promised) throws Exception {
    long size = log.size();
    assertThat(size).as(log.name()).isGreaterThan(promised.lastKey());
    TreeHasher hasher = new TreeHasher();
    Map<String, Long> ids = new HashMap<>();
    log.scan(
        0,
        size,
        (at, entry) -> {
          String id = AuditKeys.keys(entry).id().orElseThrow();
          assertThat(ids.put(id, at)).as("an id has one index: " + id).isNull();
          Said expected = promised.get(at);
          if (expected != null) {
            assertThat(new Said(id, hasher.leaf(entry).hex()))
                .as("index " + at)
                .isEqualTo(expected);
          }
        });
    assertThat(ids).as("indices without a gap").hasSize((int) size);

    Said last = promised.lastEntry().getValue();
    RecordReceipt again =
        Workload.service(store)
            .trail(log.name())
            .append(List.of(Workload.record(last.id())), "crash")
            .getFirst();
    assertThat(again.appended().duplicate()).isTrue();
    assertThat(again.appended().index()).isEqualTo(promised.lastKey());

    checkTree(log);
  }

  private void checkTree(Log log) throws Exception {
    Checkpoint head = log.publish().get().checkpoint();
    for (Checkpoint kept : published.getOrDefault(log.name(), Map.of()).values()) {
      Hash root =
          kept.size() == head.size()
              ? head.root()
              : ProofBuilder.root(log.nodes(head.size()), kept.size());
      assertThat(root).as(log.name() + " continues size " + kept.size()).isEqualTo(kept.root());
    }
    DirectorySource source = new DirectorySource(directory(log.name()));
    assertThat(
            Fsck.run(
                    log.name(),
                    source.checkpoint(),
                    source,
                    log.verifierKeys(),
                    Optional.of(head),
                    n -> {})
                .findings())
        .isEmpty();
  }
}
