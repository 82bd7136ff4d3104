package dev.intact.log;

import dev.intact.log.index.IndexRow;
import dev.intact.log.index.KeyExtractor;
import dev.intact.log.index.RecordIndex;
import dev.intact.log.index.RecordKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the index behind the log: takes whatever batches have gathered into one transaction. Its
 * lag is bounded because a record counts as in flight until it is indexed.
 */
final class Indexer implements Runnable {

  private static final int MAX_ROWS = 16_384;
  private static final long GATHER_NANOS = 10_000_000;

  /** So many in that time are a load under which larger transactions are cheaper. */
  private static final int BUSY_ROWS = 512;

  private static final long BUSY_GATHER_NANOS = 50_000_000;

  private final BlockingQueue<List<SealedRecord>> queue = new LinkedBlockingQueue<>();
  private final RecordIndex index;
  private final KeyExtractor keys;
  private final Admission admission;
  private final StoreHealth health;
  private volatile boolean closing;

  Indexer(RecordIndex index, KeyExtractor keys, Admission admission, StoreHealth health) {
    this.index = index;
    this.keys = keys;
    this.admission = admission;
    this.health = health;
  }

  void accept(List<SealedRecord> records) {
    queue.add(records);
  }

  void close() {
    closing = true;
    queue.add(List.of());
  }

  @Override
  public void run() {
    try {
      while (!(closing && queue.isEmpty())) {
        List<SealedRecord> rows = gather();
        if (!rows.isEmpty()) {
          apply(rows);
        }
      }
    } catch (InterruptedException | java.io.IOException | RuntimeException | Error e) {
      health.fail(e);
    }
  }

  /** A transaction costs as much as fifty rows, so one waits a little for company. */
  private List<SealedRecord> gather() throws InterruptedException {
    List<SealedRecord> rows = new ArrayList<>(queue.take());
    long start = System.nanoTime();
    while (rows.size() < MAX_ROWS && !closing) {
      long wait = rows.size() < BUSY_ROWS ? GATHER_NANOS : BUSY_GATHER_NANOS;
      List<SealedRecord> more = queue.poll(start + wait - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (more == null) {
        break;
      }
      rows.addAll(more);
    }
    return rows;
  }

  private RecordKeys keysOf(SealedRecord r) {
    if (r.log.isRoot()) {
      return RootEntries.keys(r.bytes);
    }
    return r.keys.orElseGet(() -> keys.keys(r.bytes));
  }

  private void apply(List<SealedRecord> records) throws java.io.IOException {
    List<IndexRow> rows = new ArrayList<>(records.size());
    for (SealedRecord r : records) {
      rows.add(new IndexRow(r.log.name(), r.index, keysOf(r)));
    }
    index.apply(rows);
    long bytes = 0;
    for (SealedRecord r : records) {
      if (r.log.isRoot()) {
        RootEntries.record(index, r.index, r.bytes);
      }
      r.log.indexed(r);
      bytes += r.admittedBytes;
    }
    admission.release(records.size(), bytes);
  }
}
