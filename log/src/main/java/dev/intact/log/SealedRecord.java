package dev.intact.log;

import dev.intact.log.index.RecordKeys;
import dev.intact.log.journal.JournalPosition;
import dev.intact.merkle.Hash;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A record with its place: what travels from the sequencer through the journal to tiles and index.
 *
 * <p>Owned by one stage at a time; the hand-over between stages publishes it.
 */
final class SealedRecord {

  final LogState log;
  final long index;
  final byte[] bytes;
  final Hash leaf;
  final Optional<String> id;

  /** What the draft knew of its index keys. */
  final Optional<RecordKeys> keys;

  /** What the caller waits for, with the answer it gets. */
  final CompletableFuture<Appended> future;

  final Appended answer;

  /** What was taken from the admission limit on this record's behalf. */
  final int admittedBytes;

  /** Where the journal holds the bytes; set by the committer. */
  private JournalPosition position = JournalPosition.NONE;

  SealedRecord(
      LogState log,
      long index,
      byte[] bytes,
      Hash leaf,
      Optional<String> id,
      Optional<RecordKeys> keys,
      CompletableFuture<Appended> future,
      Appended answer,
      int admittedBytes) {
    this.log = log;
    this.index = index;
    this.bytes = bytes;
    this.leaf = leaf;
    this.id = id;
    this.keys = keys;
    this.future = future;
    this.answer = answer;
    this.admittedBytes = admittedBytes;
  }

  JournalPosition position() {
    return position;
  }

  void position(JournalPosition at) {
    position = at;
  }
}
