package dev.intact.log;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The one limit on memory: what was taken but is not yet indexed. Everything behind it may queue
 * without a bound.
 */
final class Admission {

  private final long maxRecords;
  private final long maxBytes;
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  Admission(long maxRecords, long maxBytes) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  void acquire(int count, long size) throws OverloadedException {
    if (records.addAndGet(count) > maxRecords) {
      records.addAndGet(-count);
      throw new OverloadedException(
          "the queue is full: "
              + records.get()
              + " of "
              + maxRecords
              + " records in flight, "
              + count
              + " more asked");
    }
    if (bytes.addAndGet(size) > maxBytes) {
      bytes.addAndGet(-size);
      records.addAndGet(-count);
      throw new OverloadedException(
          "the queue is full: " + bytes.get() + " of " + maxBytes + " bytes in flight");
    }
  }

  /** Takes what must not be refused: the store's own records. */
  void acquireAlways(int count, long size) {
    records.addAndGet(count);
    bytes.addAndGet(size);
  }

  void release(int count, long size) {
    records.addAndGet(-count);
    bytes.addAndGet(-size);
  }

  long records() {
    return records.get();
  }

  long bytes() {
    return bytes.get();
  }

  long maxRecords() {
    return maxRecords;
  }
}
