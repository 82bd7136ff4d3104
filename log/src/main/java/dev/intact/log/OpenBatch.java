package dev.intact.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The batch between sequencer and committer. While one batch is being forced, the next one grows
 * here: that is the whole of group commit.
 */
final class OpenBatch {

  private final int maxRecords;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Condition room = lock.newCondition();

  // guarded by lock
  private List<SealedRecord> records = new ArrayList<>();
  private List<LogState> created = new ArrayList<>();
  private long bytes;
  private boolean closed;

  /** What the committer takes: registrations of new logs stand before the first record of each. */
  record Taken(List<LogState> created, List<SealedRecord> records) {}

  OpenBatch(int maxRecords, long maxBytes) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  /** Adds in order; waits while the batch is full. Returns false once closed. */
  boolean add(List<SealedRecord> sealed) throws InterruptedException {
    lock.lock();
    try {
      for (SealedRecord record : sealed) {
        while (!closed && !records.isEmpty() && isFullWith(record)) {
          notEmpty.signal();
          room.await();
        }
        if (closed) {
          return false;
        }
        records.add(record);
        bytes += record.bytes.length;
      }
      notEmpty.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  void addCreated(LogState log) {
    lock.lock();
    try {
      created.add(log);
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
  }

  private boolean isFullWith(SealedRecord record) {
    return records.size() >= maxRecords || bytes + record.bytes.length > maxBytes;
  }

  /** Everything that has gathered, waiting for it if need be; empty once closed and drained. */
  Taken take() throws InterruptedException {
    lock.lock();
    try {
      while (records.isEmpty() && created.isEmpty() && !closed) {
        notEmpty.await();
      }
      Taken taken = new Taken(created, records);
      created = new ArrayList<>();
      records = new ArrayList<>(taken.records().size());
      bytes = 0;
      room.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      notEmpty.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
