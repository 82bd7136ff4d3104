package dev.intact.audit;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.log.Log;
import dev.intact.log.LogException;
import dev.intact.log.LogRefusedException;
import dev.intact.log.LogStore;
import dev.intact.log.fsck.EntryCheck;
import dev.intact.log.fsck.LogVerifier;
import dev.intact.log.sign.SignedState;
import dev.intact.merkle.CompactRange;
import dev.intact.merkle.TreeHasher;
import dev.intact.note.Checkpoint;
import dev.intact.note.NoteException;
import dev.intact.note.SignedCheckpoint;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * When each trail had which size, from the signed checkpoints in the root log. Thread-safe; one for
 * all trails of a store, so that verifying many trails reads the root log once.
 *
 * <p>What is read, and what is remembered. Each entry of the root log is read from storage and
 * hashed once in the life of this process; kept are the sizes and times that stood in it and the
 * few subtree hashes over what was read. When the root log has grown, the rest is read, and the
 * subtree hashes with it must give the root that the signer remembers: this recomputes the tree, so
 * the remembered beginning is shown to be that of the tree that is signed now. Only then are the
 * times used. Nothing is kept between processes, and nothing that is remembered says that the bytes
 * at rest are still good: that they are is established by the checks of the root log itself ({@link
 * OwnLogs}), which read it again as those of a trail do. What is changed there afterwards can
 * therefore no longer mislead a verification of a trail, nor is it one's finding.
 *
 * <p>Keeps 16 bytes for every checkpoint of a trail.
 */
final class CheckpointHistory {

  private final LogStore store;
  private final TreeHasher hasher = new TreeHasher();

  // guarded by this
  private CompactRange read = CompactRange.empty(0);
  private final Map<String, Times> byOrigin = new HashMap<>();

  CheckpointHistory(LogStore store) {
    this.store = store;
  }

  /** Grows at its end; what was given out before stays as it is. */
  private static final class Times {
    private long[] sizes = new long[4];
    private long[] micros = new long[4];
    private int count;

    void add(long size, long at) {
      if (count > 0 && size <= sizes[count - 1]) {
        return; // recorded again after a crash: the first counts
      }
      if (count == sizes.length) {
        sizes = Arrays.copyOf(sizes, count + count / 2);
        micros = Arrays.copyOf(micros, count + count / 2);
      }
      sizes[count] = size;
      micros[count++] = at;
    }

    CheckpointTimes now() {
      return new CheckpointTimes(sizes, micros, count);
    }
  }

  /**
   * The times of a trail, up to a size for which there is a checkpoint. Reads what the root log has
   * more than was read, and only if that is needed.
   *
   * @param trail which
   * @param size its signed size
   * @param found takes what is wrong with the root log; then the times are those that were proven
   *     before
   */
  CheckpointTimes of(Log trail, long size, Consumer<Finding> found)
      throws IOException, LogException, AuditException {
    CheckpointTimes known = known(trail);
    if (known.largest() >= size) {
      return known;
    }
    try {
      Futures.await(store.publishRoot());
    } catch (LogRefusedException e) {
      found.accept(Finding.of(e.verdict(), LogStore.ROOT, String.valueOf(e.getMessage())));
    }
    extend(found);
    return known(trail);
  }

  private synchronized CheckpointTimes known(Log trail) {
    Times times = byOrigin.get(trail.origin());
    return times == null ? CheckpointTimes.NONE : times.now();
  }

  /** Reads what the root log has more; all of it or, if it does not hold, none of it counts. */
  synchronized void extend(Consumer<Finding> found) throws LogException {
    Log root = store.root();
    Optional<SignedState> signed = store.signer().lastSigned(root.origin());
    if (signed.isEmpty() || signed.get().size() == read.end()) {
      return;
    }
    CompactRange next = read.copy();
    Map<String, Times> fresh = new HashMap<>();
    try {
      if (signed.get().size() > read.end()) {
        root.scan(
            read.end(),
            Math.min(root.size(), signed.get().size()),
            (index, entry) -> {
              next.append(hasher.leaf(entry), hasher);
              add(fresh, entry);
            });
      }
      if (next.end() == signed.get().size() && next.root(hasher).equals(signed.get().root())) {
        read = next;
        fresh.forEach(this::adopt);
        return;
      }
      explain(root, signed.get(), "it is not the tree that was signed", found);
    } catch (IOException e) {
      explain(root, signed.get(), String.valueOf(e.getMessage()), found);
    }
  }

  private void adopt(String origin, Times more) {
    Times times = byOrigin.computeIfAbsent(origin, o -> new Times());
    for (int i = 0; i < more.count; i++) {
      times.add(more.sizes[i], more.micros[i]);
    }
  }

  /** The root log's signature covers these bytes, so the time in them needs no further check. */
  private static void add(Map<String, Times> fresh, byte[] entry) throws IOException {
    try {
      SignedCheckpoint signed = SignedCheckpoint.parse(entry);
      Checkpoint checkpoint = signed.checkpoint();
      Optional<Instant> time = signed.claimedTime();
      if (time.isPresent() && AuditService.isTrailOrigin(checkpoint.origin())) {
        fresh
            .computeIfAbsent(checkpoint.origin(), o -> new Times())
            .add(checkpoint.size(), ChronoUnit.MICROS.between(Instant.EPOCH, time.get()));
      }
    } catch (NoteException e) {
      throw new IOException("the log of checkpoints holds something else: " + e.getMessage(), e);
    }
  }

  /** All of it is read again to say what was changed. */
  private static void explain(Log root, SignedState signed, String why, Consumer<Finding> found) {
    Checkpoint head = new Checkpoint(root.origin(), signed.size(), signed.root(), List.of());
    new LogVerifier(root.tiles(), head, () -> EntryCheck.NONE, n -> {})
        .verify()
        .findings()
        .forEach(found);
    found.accept(
        Finding.of(
            Verdict.UNVERIFIABLE,
            root.origin(),
            "times of record: the log of checkpoints does not verify: " + why));
  }
}
