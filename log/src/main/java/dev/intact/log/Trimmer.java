package dev.intact.log;

import dev.intact.log.journal.Journal;
import dev.intact.log.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Makes tiles durable so that the journal can give up what they hold.
 *
 * <p>In this order: files are synced, the registry says how far each log is durable, outdated
 * partials are deleted, journal segments are released. A crash between any two steps loses nothing;
 * the next start repeats from the registry.
 */
final class Trimmer {

  private static final int OBSOLETE_FILES = 64;

  /** Syncing tiles delays the forces of the journal: a log is not synced for every partial. */
  private static final int RESTING_ROUNDS = 10;

  private final Storage storage;
  private final Journal journal;
  private final long heldBytes;
  private final Supplier<List<LogState>> logs;
  private final Integrator integrator;

  // guarded by this
  private final Map<LogState, Long> durable = new HashMap<>();
  private List<Registry.Known> written = List.of();
  private int rest;

  // what the journal must hold for damaged logs, however hard it is pressed
  private long stuckBytes;

  Trimmer(
      Storage storage,
      Journal journal,
      long heldBytes,
      Supplier<List<LogState>> logs,
      Integrator integrator) {
    this.storage = storage;
    this.journal = journal;
    this.heldBytes = heldBytes;
    this.logs = logs;
    this.integrator = integrator;
  }

  /** What was durable at the start. */
  synchronized void start(LogState log, long size) {
    durable.put(log, size);
  }

  /** The thread's work: a round a second. */
  void runUntil(CountDownLatch stopped, StoreHealth health) {
    try {
      while (!stopped.await(1, TimeUnit.SECONDS) && !health.failed()) {
        run(false);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | Error e) {
      health.fail(e);
    }
  }

  /** One round: only what is worth it, or everything. */
  synchronized void run(boolean everything) throws IOException {
    boolean pressed = everything || journal.bytesHeld() > heldBytes + stuckBytes;
    boolean rested = --rest <= 0;
    long integrated = integrator.integratedLsn();
    List<String> paths = new ArrayList<>();
    List<String> obsolete = new ArrayList<>();
    Map<LogState, Long> flushed = new HashMap<>();
    List<LogState> all = logs.get();
    for (LogState log : all) {
      log.withTail(tail -> {
        if (pressed) {
          tail.flush();
        }
        if (tail.hasUnsynced() && (pressed || rested && tail.obsoleteFiles() > OBSOLETE_FILES)) {
          TreeTail.Unsynced taken = tail.takeUnsynced();
          paths.addAll(taken.paths());
          obsolete.addAll(taken.obsolete());
          flushed.put(log, taken.flushedSize());
        }
        return tail;
      });
    }
    if (flushed.isEmpty()) {
      return;
    }
    rest = RESTING_ROUNDS;
    storage.sync(paths);
    durable.putAll(flushed);
    List<Registry.Known> known = new ArrayList<>();
    for (LogState log : all) {
      known.add(new Registry.Known(log.name(), durable.getOrDefault(log, 0L)));
    }
    if (!known.equals(written)) {
      Registry.write(storage, known);
      written = known;
    }
    for (String path : obsolete) {
      storage.delete(path);
    }
    journal.release(Math.min(integrated + 1, oldestNeeded(all)));
    stuckBytes = anyBlocked(all) ? journal.bytesHeld() : 0;
  }

  private static boolean anyBlocked(List<LogState> all) throws IOException {
    for (LogState log : all) {
      if (log.isBlocked()) {
        return true;
      }
    }
    return false;
  }

  /** The oldest batch that holds something which is not durably in the tiles. */
  private long oldestNeeded(List<LogState> all) throws IOException {
    long oldest = Long.MAX_VALUE;
    for (LogState log : all) {
      long size = durable.getOrDefault(log, 0L);
      oldest = Math.min(oldest, log.withTail(tail -> tail.lsnBehind(size)));
    }
    return oldest;
  }
}
