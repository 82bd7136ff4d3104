package dev.intact.log;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Brings committed records into the trees: writes full tiles and bundles as they fill, keeps the
 * rest in each log's tail, and passes the records on to the index. What it does is idempotent: a
 * start repeats it from the journal.
 */
final class Integrator implements Runnable {

  private static final long GATHER_NANOS = 500_000;

  private final BlockingQueue<Committed> queue = new LinkedBlockingQueue<>();
  private final Indexer indexer;
  private final Publisher publisher;
  private final StoreHealth health;
  private volatile long integratedLsn = -1;

  // owned by the integrator's thread
  private long woken;

  private record Committed(List<SealedRecord> records, long lsn, boolean last) {}

  Integrator(Indexer indexer, Publisher publisher, StoreHealth health) {
    this.indexer = indexer;
    this.publisher = publisher;
    this.health = health;
  }

  void accept(List<SealedRecord> records, long lsn) {
    queue.add(new Committed(records, lsn, false));
  }

  void close() {
    queue.add(new Committed(List.of(), -1, true));
  }

  /** Every batch up to this sequence number is in the trees; -1 for none since the start. */
  long integratedLsn() {
    return integratedLsn;
  }

  @Override
  public void run() {
    try {
      Committed next = queue.take();
      while (!next.last()) {
        integrate(next);
        gather();
        next = queue.take();
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      health.fail(e);
    } finally {
      indexer.close();
    }
  }

  /** Where batch follows batch, waking for each costs more than the work. */
  private void gather() throws InterruptedException {
    long now = System.nanoTime();
    boolean close = now - woken < GATHER_NANOS;
    woken = now;
    if (close && queue.isEmpty()) {
      TimeUnit.NANOSECONDS.sleep(GATHER_NANOS);
    }
  }

  private void integrate(Committed committed) throws IOException {
    List<SealedRecord> records = committed.records();
    int from = 0;
    while (from < records.size()) {
      LogState log = records.get(from).log;
      int to = from + 1;
      while (to < records.size() && records.get(to).log == log) {
        to++;
      }
      log.integrate(records.subList(from, to), committed.lsn());
      publisher.changed(log);
      from = to;
    }
    integratedLsn = committed.lsn();
    if (!records.isEmpty()) {
      indexer.accept(records);
    }
  }
}
