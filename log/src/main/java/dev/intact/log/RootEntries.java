package dev.intact.log;

import dev.intact.finding.Verdict;
import dev.intact.log.index.CheckpointMark;
import dev.intact.log.index.RecordIndex;
import dev.intact.log.index.RecordKeys;
import dev.intact.note.Checkpoint;
import dev.intact.note.NoteException;
import dev.intact.note.SignedCheckpoint;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * The entries of the root log: signed checkpoints of the other logs, byte for byte as published.
 */
final class RootEntries {

  /** A checkpoint on its way into the root log. */
  record CheckpointDraft(SignedCheckpoint checkpoint) implements Draft {

    @Override
    public Optional<String> id() {
      return Optional.empty();
    }

    @Override
    public byte[] seal(long index, Instant createdAt) {
      return checkpoint.encode();
    }

    @Override
    public boolean sameAs(byte[] stored) {
      return java.util.Arrays.equals(stored, checkpoint.encode());
    }

    @Override
    public int sizeHint() {
      return 4096;
    }
  }

  private RootEntries() {}

  static RecordKeys keys(byte[] entry) {
    return RecordKeys.NONE;
  }

  /** Tells the index of the checkpoint in an entry. What is not one is no fault of the index. */
  static void record(RecordIndex index, long rootIndex, byte[] entry) throws IOException {
    try {
      SignedCheckpoint signed = SignedCheckpoint.parse(entry);
      Checkpoint checkpoint = signed.checkpoint();
      String log = checkpoint.origin().substring(checkpoint.origin().lastIndexOf('/') + 1);
      Optional<Instant> time = signed.claimedTime();
      if (time.isPresent()) {
        index.recordCheckpoint(
            log, new CheckpointMark(checkpoint.size(), time.get().getEpochSecond(), rootIndex));
      }
    } catch (NoteException e) {
      throw new DamageException(
          Verdict.CONTENT_TAMPERED,
          "entry " + rootIndex + " of the root log is no checkpoint: " + e.getMessage());
    }
  }
}
