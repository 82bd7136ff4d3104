package dev.intact.log.sign;

import dev.intact.log.journal.Batch;
import dev.intact.log.journal.Journal;
import dev.intact.log.journal.JournalCorruptException;
import dev.intact.log.journal.JournalPosition;
import dev.intact.log.journal.ReplayVisitor;
import dev.intact.log.storage.Storage;
import dev.intact.merkle.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The signer's memory: (origin, size, root) of what was last signed, durable before a signature
 * leaves.
 *
 * <p>A snapshot, {@code state}, and a {@link Journal} of the signer's own, one batch for what is
 * signed at once. The snapshot says up to which batch it holds the journal; what is before that is
 * released, but never the segment in use. So a torn last batch, which was not yet signed, is told
 * from damage before the end, and a journal that is gone or cut at its front is noticed: the signer
 * does not open then.
 *
 * <p>Trusted: whoever can roll this back together with the store can have an old state signed
 * again. That is why it lies apart from the store and out of its backups. Not thread-safe for
 * writing; one signer owns it.
 */
final class SignerState implements AutoCloseable {

  static final long SEGMENT_BYTES = 4 << 20;

  private static final String SNAPSHOT = "state";

  private final Storage storage;
  private final long segmentBytes;
  private final Map<String, SignedState> last = new ConcurrentHashMap<>();
  private final long snapshotBatch;
  private final Journal journal;

  private SignerState(Storage storage, long segmentBytes, StateText.Snapshot snapshot)
      throws IOException {
    this.storage = storage;
    this.segmentBytes = segmentBytes;
    this.snapshotBatch = snapshot.batch();
    last.putAll(snapshot.states());
    this.journal = Journal.open(storage, segmentBytes, j -> new Replayed());
  }

  /** The journal comes first: where there is a snapshot, there is a journal. */
  static SignerState create(Storage storage) throws IOException {
    return create(storage, SEGMENT_BYTES);
  }

  static SignerState create(Storage storage, long segmentBytes) throws IOException {
    SignerState state = new SignerState(storage, segmentBytes, new StateText.Snapshot(Map.of(), 0));
    if (state.journal.lsn() > 0) {
      state.close();
      throw new IOException("the signer has signed before and its keys are missing: restore them");
    }
    state.writeSnapshot();
    return state;
  }

  static SignerState open(Storage storage) throws IOException, SignerException {
    return open(storage, SEGMENT_BYTES);
  }

  static SignerState open(Storage storage, long segmentBytes) throws IOException, SignerException {
    byte[] bytes =
        storage
            .read(SNAPSHOT)
            .orElseThrow(() -> StateText.unsound("the signer's file " + SNAPSHOT + " is missing"));
    StateText.Snapshot snapshot = StateText.parseSnapshot(bytes);
    if (!Journal.isIn(storage)) {
      throw StateText.unsound("the signer's journal is missing");
    }
    SignerState state;
    try {
      state = new SignerState(storage, segmentBytes, snapshot);
    } catch (JournalCorruptException e) {
      throw StateText.unsound("the signer's journal is damaged: " + e.getMessage(), e);
    }
    if (state.journal.lsn() < snapshot.batch()) {
      state.close();
      throw StateText.unsound(
          "the signer's journal ends at batch "
              + state.journal.lsn()
              + ", its snapshot holds batch "
              + snapshot.batch());
    }
    if (state.journal.lsn() > snapshot.batch()) {
      state.compact();
    }
    return state;
  }

  Set<String> origins() {
    return Set.copyOf(last.keySet());
  }

  Optional<SignedState> last(String origin) {
    return Optional.ofNullable(last.get(origin));
  }

  /** Remembers all of them with one force. */
  void remember(List<SignRequest> requests) throws IOException {
    if (requests.isEmpty()) {
      return;
    }
    Batch batch = new Batch();
    for (SignRequest r : requests) {
      String line = StateText.line(r.origin(), r.size(), r.root());
      batch.addRecord(0, r.size(), line.getBytes(StandardCharsets.UTF_8));
    }
    journal.append(batch);
    for (SignRequest r : requests) {
      last.put(r.origin(), new SignedState(r.size(), r.root()));
    }
    if (journal.bytesHeld() > segmentBytes) {
      compact();
    }
  }

  /** Snapshot first, durable; only then are the batches that it holds given up. */
  private void compact() throws IOException {
    writeSnapshot();
    journal.release(journal.lsn() + 1);
  }

  private void writeSnapshot() throws IOException {
    storage.writeDurable(SNAPSHOT, StateText.snapshot(new StateText.Snapshot(last, journal.lsn())));
  }

  static String describe(String origin, long size, Hash root) {
    return origin + " at size " + size + " with root " + root.hex();
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }

  /** Takes what is newer than the snapshot. */
  private final class Replayed implements ReplayVisitor {

    private long next;

    @Override
    public void log(int number, String name) throws IOException {
      throw new IOException("the signer's journal registers a log");
    }

    @Override
    public void record(long lsn, int log, long size, byte[] line, JournalPosition position)
        throws IOException {
      if (next == 0 && lsn > snapshotBatch + 1) {
        throw new IOException(
            "the signer's snapshot holds batch "
                + snapshotBatch
                + ", its journal begins with batch "
                + lsn
                + ": what is between is missing");
      }
      next = lsn + 1;
      if (lsn <= snapshotBatch) {
        return;
      }
      try {
        StateText.Line read = StateText.parseLine(new String(line, StandardCharsets.UTF_8));
        last.put(read.origin(), new SignedState(read.size(), read.root()));
      } catch (SignerException e) {
        throw new IOException("batch " + lsn + " of the signer's journal: " + e.getMessage(), e);
      }
    }
  }
}
