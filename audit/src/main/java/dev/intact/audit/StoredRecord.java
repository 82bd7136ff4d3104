package dev.intact.audit;

/** A record as it is stored. Not verified: a proof or a verification is. */
public final class StoredRecord {

  private final long index;
  private final byte[] bytes;

  StoredRecord(long index, byte[] bytes) {
    this.index = index;
    this.bytes = bytes;
  }

  /**
   * Its place in the trail.
   *
   * @return the index
   */
  public long index() {
    return index;
  }

  int length() {
    return bytes.length;
  }

  /**
   * The leaf bytes, canonical JSON.
   *
   * @return a copy
   */
  public byte[] bytes() {
    return bytes.clone();
  }
}
