package dev.intact.files.watch;

import dev.intact.files.FilesException;
import dev.intact.files.LiveSet.Found;
import dev.intact.files.WatchedSet;
import dev.intact.files.WatchedSet.Deep;
import dev.intact.files.WatchedSet.Watching;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.PathOrder;
import dev.intact.finding.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Records what was found, beside the telling of it: an act that goes on in the set's log, such as a
 * check, must not keep anybody from being told. What waits is one entry a path. On a thread of its
 * own.
 */
final class WatchLog {

  private static final int MAX_WAITING = 200_000;
  private static final long ROUND_NANOS = TimeUnit.MINUTES.toNanos(15);

  private final WatchedSet set;
  private final String by;
  private final Supplier<Optional<Deep>> deep;

  // guarded by this
  private TreeMap<ByteString, Found> found = new TreeMap<>(PathOrder.WALK);
  private TreeSet<ByteString> again = new TreeSet<>(PathOrder.WALK);
  private List<Finding> conditions = new ArrayList<>();
  private long baseline;
  private Optional<Long> recordedAt = Optional.empty();
  private boolean something;
  private boolean working;

  WatchLog(WatchedSet set, String by, Supplier<Optional<Deep>> deep) {
    this.set = set;
    this.by = by;
    this.deep = deep;
  }

  /** Has something recorded; waits while very much waits already. */
  synchronized void add(
      List<Found> fresh, List<ByteString> cleared, List<Finding> amiss, long against)
      throws InterruptedException {
    while (found.size() > MAX_WAITING) {
      wait();
    }
    for (Found one : fresh) {
      found.put(one.path(), one);
      again.remove(one.path());
    }
    for (ByteString path : cleared) {
      if (found.remove(path) == null) {
        again.add(path);
      }
    }
    conditions.addAll(amiss);
    baseline = against;
    something = true;
    notifyAll();
  }

  /** Has recorded how far everything is, also if nothing was found. */
  synchronized void add(long against) {
    baseline = against;
    something = true;
    notifyAll();
  }

  /** The same after canaries have been out: not each time, for a record brings a checkpoint. */
  synchronized void round(long against) {
    long now = System.nanoTime();
    if (recordedAt.isEmpty() || now - recordedAt.get() >= ROUND_NANOS) {
      add(against);
    }
  }

  private synchronized Watching take() {
    recordedAt = Optional.of(System.nanoTime());
    Watching act =
        new Watching(
            by,
            baseline,
            List.copyOf(found.values()),
            List.copyOf(again),
            List.copyOf(conditions),
            deep.get());
    found = new TreeMap<>(PathOrder.WALK);
    again = new TreeSet<>(PathOrder.WALK);
    conditions = new ArrayList<>();
    something = false;
    working = true;
    notifyAll();
    return act;
  }

  private synchronized void rest() {
    working = false;
    notifyAll();
  }

  /** Records until the thread is interrupted. */
  void run(java.util.function.Consumer<FilesException> failed) throws InterruptedException {
    while (true) {
      synchronized (this) {
        while (!something) {
          wait();
        }
      }
      try {
        set.record(take());
      } catch (FilesException e) {
        failed.accept(e);
      } finally {
        rest();
      }
    }
  }

  /** Waits until all is recorded, or for a time; whether it is. */
  synchronized boolean awaitRecorded(long millis) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (something || working) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }
}
