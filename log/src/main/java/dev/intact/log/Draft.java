package dev.intact.log;

import dev.intact.log.index.RecordKeys;
import java.time.Instant;
import java.util.Optional;

/**
 * A record on its way into a log: everything but its place and its time.
 *
 * <p>The log assigns the index and the time of record, then asks the draft for the leaf bytes. What
 * {@link #seal} returns is what is hashed, stored and signed; nobody serialises it again.
 */
public interface Draft {

  /**
   * The record's id, unique within its log, or empty if the log's records carry none.
   *
   * @return the id under which a repeated submission is recognised
   */
  Optional<String> id();

  /**
   * Whether {@link #id} was made by this process from a clock and enough randomness, so that it
   * cannot be in the log yet. Such an id costs no look-up.
   *
   * @return true only for ids that no caller chose
   */
  default boolean freshId() {
    return false;
  }

  /**
   * The expected length of the sealed record, for admission control.
   *
   * @return bytes; an estimate
   */
  default int sizeHint() {
    return 1024;
  }

  /**
   * The leaf bytes. Called once, by whoever sequences just then, while nobody else can; must be
   * fast and must not throw.
   *
   * @param index the record's index in its log
   * @param createdAt the time of record, cut to microseconds; never decreases with the index
   * @return at most 65,535 bytes, not changed afterwards
   */
  byte[] seal(long index, Instant createdAt);

  /**
   * What the store's key extractor would find in the sealed bytes, where the draft knows it already
   * and nobody need read them again.
   *
   * @param createdAt as given to {@link #seal}
   * @return exactly the extractor's answer, or empty to have it asked
   */
  default Optional<RecordKeys> keys(Instant createdAt) {
    return Optional.empty();
  }

  /**
   * Whether a stored entry with the same id is this very submission, so that the caller gets the
   * earlier answer again.
   *
   * @param stored the leaf bytes of the entry in the log
   * @return true if the stored entry holds exactly what this draft would have stored
   */
  boolean sameAs(byte[] stored);
}
