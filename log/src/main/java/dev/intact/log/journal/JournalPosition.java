package dev.intact.log.journal;

/**
 * Where the journal holds an entry's bytes, until the segment is released.
 *
 * @param segment the segment's number
 * @param offset of the first byte in it
 * @param length bytes
 */
public record JournalPosition(long segment, int offset, int length) {

  /** Not in the journal. */
  public static final JournalPosition NONE = new JournalPosition(-1, 0, 0);
}
