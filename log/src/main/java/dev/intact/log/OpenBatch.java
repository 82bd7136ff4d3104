package dev.intact.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The batch between sequencer and committer. While one batch is being forced, the next one grows
 * here: that is the whole of group commit.
 *
 * <p>Whoever adds never waits, for memory or for a lock: it may be a virtual thread that would need
 * a processor to go on, while all wait for it. What can gather is bounded by what is admitted.
 */
final class OpenBatch {

  private final int maxRecords;
  private final long maxBytes;
  private final Queue<SealedRecord> records = new ConcurrentLinkedQueue<>();
  private final Queue<LogState> created = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  /** The committer, while it waits. */
  private volatile Optional<Thread> waiting = Optional.empty();

  /** What the committer takes: registrations of new logs stand before the first record of each. */
  record Taken(List<LogState> created, List<SealedRecord> records) {}

  OpenBatch(int maxRecords, long maxBytes) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  /**
   * Adds in order; one thread at a time. Returns false once closed: then they are not committed.
   */
  boolean add(List<SealedRecord> sealed) {
    if (closed) {
      return false;
    }
    records.addAll(sealed);
    wake();
    return !closed; // by a committer that has failed
  }

  void addCreated(LogState log) {
    created.add(log);
    wake();
  }

  private void wake() {
    waiting.ifPresent(LockSupport::unpark);
  }

  /**
   * What has gathered, waiting for it if need be; empty once closed and drained. For one thread.
   */
  Taken take() throws InterruptedException {
    waiting = Optional.of(Thread.currentThread());
    while (records.isEmpty() && created.isEmpty() && !closed) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    waiting = Optional.empty();
    List<SealedRecord> taken = new ArrayList<>();
    long bytes = 0;
    SealedRecord next = records.peek();
    while (next != null && taken.size() < maxRecords) {
      bytes += next.bytes.length;
      if (bytes > maxBytes && !taken.isEmpty()) {
        break;
      }
      taken.add(records.remove());
      next = records.peek();
    }
    // behind the records: whoever added one had added its log before
    List<LogState> logs = new ArrayList<>();
    for (LogState log = created.poll(); log != null; log = created.poll()) {
      logs.add(log);
    }
    return new Taken(logs, taken);
  }

  void close() {
    closed = true;
    wake();
  }
}
