package dev.intact.log.journal;

/** Where a batch was written; gives the position of each of its entries in order. */
public final class BatchPosition {

  private final long lsn;
  private final long segment;
  private final int[] offsets;
  private final int[] lengths;

  BatchPosition(long lsn, long segment, int[] offsets, int[] lengths) {
    this.lsn = lsn;
    this.segment = segment;
    this.offsets = offsets;
    this.lengths = lengths;
  }

  /**
   * The batch's sequence number.
   *
   * @return one more than that of the batch before
   */
  public long lsn() {
    return lsn;
  }

  /**
   * Where an entry lies.
   *
   * @param i its place in the batch, new logs first
   * @return its position
   */
  public JournalPosition entry(int i) {
    return new JournalPosition(segment, offsets[i], lengths[i]);
  }
}
