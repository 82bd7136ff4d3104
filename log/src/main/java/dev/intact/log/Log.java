package dev.intact.log;

import dev.intact.key.VerifierKey;
import dev.intact.merkle.NodeReader;
import dev.intact.note.SignedCheckpoint;
import dev.intact.tile.TileReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One append-only Merkle log with its own origin. Thread-safe.
 *
 * <p>An acknowledged record is durable in the journal; tiles, checkpoint and index follow. There is
 * no update and no delete.
 */
public interface Log {

  /**
   * The name within the installation.
   *
   * @return the name, a single path segment
   */
  String name();

  /**
   * The C2SP origin, first line of every checkpoint.
   *
   * @return installation prefix, slash, name
   */
  String origin();

  /**
   * The keys under which this log signs: Ed25519 first, then ML-DSA-44.
   *
   * @return verifier keys whose name is the origin
   */
  List<VerifierKey> verifierKeys();

  /**
   * How many records are acknowledged.
   *
   * @return the durable size; never decreases while the process lives
   */
  long size();

  /**
   * Appends one record.
   *
   * @param draft the record
   * @return completes after the record is durable; fails with {@link IdConflictException}, {@link
   *     LogRefusedException} or {@link StoreFailedException}. Dependent actions run on the log's
   *     thread unless given an executor: keep them short
   * @throws OverloadedException if the queue is full; nothing was taken
   */
  CompletableFuture<Appended> append(Draft draft) throws OverloadedException;

  /**
   * Appends records in this order. Admission is all or nothing; each record then has its own
   * outcome, and those that succeed keep their order.
   *
   * @param drafts the records
   * @return one future a record
   * @throws OverloadedException if they do not all fit the queue; nothing was taken
   */
  List<CompletableFuture<Appended>> appendAll(List<? extends Draft> drafts)
      throws OverloadedException;

  /**
   * The latest published checkpoint.
   *
   * @return the signed checkpoint, or empty if none was published yet
   */
  Optional<SignedCheckpoint> checkpoint();

  /**
   * Asks for a checkpoint that covers everything acknowledged by now, ahead of the schedule.
   *
   * @return completes when it is published; fails with a {@link LogException}
   */
  default CompletableFuture<SignedCheckpoint> publish() {
    return publish(size());
  }

  /**
   * Asks for a checkpoint that covers the first entries; at once if there is one.
   *
   * @param size how many entries, at most {@link #size}
   * @return completes when it is published; fails with a {@link LogException}
   */
  CompletableFuture<SignedCheckpoint> publish(long size);

  /**
   * One entry, from storage.
   *
   * @param index its index
   * @return the leaf bytes as stored now; not verified
   * @throws LogRangeException if the index is not below {@link #size}
   * @throws IOException if storage fails or the entry is missing
   */
  byte[] entry(long index) throws LogRangeException, IOException;

  /**
   * Entries in ascending order, from storage, in bounded memory.
   *
   * @param from first index
   * @param to index behind the last
   * @param visitor sees each
   * @throws LogRangeException if the range is not within the log
   * @throws IOException if storage fails, an entry is missing or the visitor throws
   */
  void scan(long from, long to, EntryVisitor visitor) throws LogRangeException, IOException;

  /**
   * The tiles and entry bundles at rest; complete for every published size, partials cut from wider
   * ones.
   *
   * @return a reader of untrusted bytes
   */
  TileReader tiles();

  /**
   * The tree's nodes at a published size, from the tiles at rest.
   *
   * @param size a size at or below that of {@link #checkpoint}
   * @return a reader of untrusted hashes, for one thread
   */
  NodeReader nodes(long size);
}
