package dev.intact.files.watch;

import dev.intact.files.FilesException;
import dev.intact.files.LiveSet;
import dev.intact.files.WatchedSet.Deep;
import dev.intact.files.linux.Threads;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Looker;
import dev.intact.files.scan.PathOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads every file of the set again within a greatest age, evenly, when the disk is idle. Finds
 * what no event tells: stores through a mapping, flags set by {@code chattr}, bits that rot. On a
 * thread of its own.
 */
final class DeepReading {

  /** A round is planned shorter than it may take. */
  private static final double SHARE = 0.9;

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** What it tells, by the reading thread. */
  interface Told {
    /** A path is not as in force. */
    void differs(ByteString path) throws InterruptedException;

    /** It cannot keep up, or can again: how old the oldest reading is. */
    void late(Optional<Duration> oldest);
  }

  private final Supplier<LiveSet> live;
  private final Duration maxAge;
  private final InstantSource clock;
  private final Told told;
  private final Consumer<FilesException> failed;

  // guarded by this
  private long[] readAt = {};
  private int next;
  private Optional<ByteString> after = Optional.empty(); // of the next part, the last that was read
  private long began = System.nanoTime(); // when the first of that part was
  private LiveSet current;
  private long startedAt = System.nanoTime();
  private boolean late;

  /**
   * Not begun.
   *
   * @param maxAge every file is read again within this
   */
  DeepReading(
      Supplier<LiveSet> live,
      Duration maxAge,
      InstantSource clock,
      Told told,
      Consumer<FilesException> failed) {
    this.live = live;
    this.current = live.get();
    this.maxAge = maxAge;
    this.clock = clock;
    this.told = told;
    this.failed = failed;
  }

  /**
   * Goes on from where an earlier process was.
   *
   * @param recorded what the log says
   * @param since when everything was read last, if the log says nothing
   */
  synchronized void begin(Optional<Deep> recorded, Instant since) {
    readAt = new long[current.parts()];
    startedAt = System.nanoTime();
    Arrays.fill(readAt, nanos(since));
    if (recorded.isPresent() && recorded.get().of() == readAt.length) {
      Deep deep = recorded.get();
      next = Math.floorMod(deep.part(), readAt.length);
      after = deep.after();
      began = nanos(deep.began());
      Arrays.fill(readAt, 0, next, Math.max(nanos(deep.round()), nanos(since)));
      Arrays.fill(readAt, next, readAt.length, Math.max(nanos(deep.since()), nanos(since)));
    }
  }

  private long nanos(Instant at) {
    Duration ago = Duration.between(at, clock.instant());
    return System.nanoTime() - (ago.isNegative() ? 0 : ago.toNanos());
  }

  /** How far it is, for the log. */
  synchronized Deep progress() {
    long now = System.nanoTime();
    long round = now;
    for (int i = 0; i < next; i++) {
      round = Math.min(round, readAt[i]);
    }
    Instant today = clock.instant();
    return new Deep(
        next,
        after,
        today.minusNanos(now - began),
        readAt.length,
        today.minus(age()),
        today.minusNanos(now - round));
  }

  /** How long ago the file was read that was read the longest time ago. */
  synchronized Duration age() {
    long now = System.nanoTime();
    long oldest = now;
    for (long at : readAt) {
      oldest = Math.min(oldest, at);
    }
    return Duration.ofNanos(Math.max(0, now - oldest));
  }

  /** Reads until the thread is interrupted, when nobody else wants the disk. */
  void run() throws InterruptedException {
    Threads.readWhenIdle();
    read();
  }

  /** The same at once. */
  void read() throws InterruptedException {
    while (true) {
      try (Looker looker = live.get().looker()) {
        round(looker);
      } catch (FilesException e) {
        failed.accept(e);
        TimeUnit.SECONDS.sleep(10);
      }
    }
  }

  /** Until what is in force is another. */
  private void round(Looker looker) throws FilesException, InterruptedException {
    LiveSet set = live.get();
    use(set);
    while (live.get() == set) {
      int part = next;
      long time = (long) (maxAge.toNanos() * SHARE / readAt.length);
      long end = read(set, looker, set.part(part), time);
      if (live.get() == set) { // else it is not known whether all of it was read
        done(part);
        pause(end, set);
      }
    }
  }

  /**
   * Of another baseline everything was read just now; an acceptance leaves the parts as they are.
   */
  private synchronized void use(LiveSet set) {
    if (set.baseline() != current.baseline() || set.parts() != readAt.length) {
      readAt = new long[set.parts()];
      Arrays.fill(readAt, System.nanoTime());
      next = 0;
      after = Optional.empty();
      startedAt = System.nanoTime();
    }
    current = set;
  }

  /** Reads what is left of a part; when that should have ended. */
  private long read(LiveSet set, Looker looker, List<ByteString> paths, long time)
      throws FilesException, InterruptedException {
    int first = resume(paths);
    // As if it had begun in this process, and been as far by now as it is.
    long begun = System.nanoTime() - part(time, first, paths.size());
    int step =
        paths.isEmpty() ? 1 : (int) Math.max(1, STEP_NANOS * paths.size() / Math.max(1, time));
    for (int from = first; from < paths.size() && live.get() == set; from += step) {
      List<ByteString> some = paths.subList(from, Math.min(paths.size(), from + step));
      for (ByteString path : set.differing(looker, some, List.of()).paths()) {
        told.differs(path);
      }
      read(some.getLast());
      pause(begun + part(time, from + some.size(), paths.size()), set);
      lateness();
    }
    return begun + time;
  }

  private static long part(long time, int done, int of) {
    return of == 0 ? 0 : (long) ((double) time * done / of);
  }

  /** How many of a part are read; others may be in force than when they were. */
  private synchronized int resume(List<ByteString> paths) {
    if (after.isEmpty()) {
      began = System.nanoTime();
      return 0;
    }
    int found = Collections.binarySearch(paths, after.get(), PathOrder.WALK);
    return found >= 0 ? found + 1 : -found - 1;
  }

  private synchronized void read(ByteString path) {
    after = Optional.of(path);
  }

  private void pause(long until, LiveSet set) throws InterruptedException {
    while (live.get() == set) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        return;
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
    }
  }

  private synchronized void done(int part) {
    readAt[part] = began;
    next = (part + 1) % readAt.length;
    after = Optional.empty();
  }

  /** What was too old before watching began is due once from then on. */
  private void lateness() {
    Optional<Duration> oldest = Optional.empty();
    synchronized (this) {
      long since = Math.max(readAt[next], startedAt);
      boolean now = System.nanoTime() - since > maxAge.toNanos();
      if (now == late) {
        return;
      }
      late = now;
      if (now) {
        oldest = Optional.of(Duration.ofNanos(System.nanoTime() - readAt[next]));
      }
    }
    told.late(oldest);
  }
}
