package dev.intact.files.watch;

import dev.intact.files.FilesException;
import dev.intact.files.LiveSet;
import dev.intact.files.WatchedSet.Deep;
import dev.intact.files.linux.Threads;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Looker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
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
      next = Math.floorMod(recorded.get().part(), readAt.length);
      long oldest = Math.max(nanos(recorded.get().since()), nanos(since));
      Arrays.fill(readAt, oldest);
    }
  }

  private long nanos(Instant at) {
    Duration ago = Duration.between(at, clock.instant());
    return System.nanoTime() - (ago.isNegative() ? 0 : ago.toNanos());
  }

  /** How far it is, for the log. */
  synchronized Deep progress() {
    return new Deep(next, readAt.length, clock.instant().minus(age()));
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

  /** Reads until the thread is interrupted. */
  void run() throws InterruptedException {
    Threads.readWhenIdle();
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
      long begun = System.nanoTime();
      int part = next;
      long time = (long) (maxAge.toNanos() * SHARE / readAt.length);
      read(set, looker, set.part(part), begun, time);
      done(part, begun);
      pause(begun + time, set);
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
      startedAt = System.nanoTime();
    }
    current = set;
  }

  private void read(LiveSet set, Looker looker, List<ByteString> paths, long begun, long time)
      throws FilesException, InterruptedException {
    int step =
        paths.isEmpty() ? 1 : (int) Math.max(1, STEP_NANOS * paths.size() / Math.max(1, time));
    for (int from = 0; from < paths.size() && live.get() == set; from += step) {
      List<ByteString> some = paths.subList(from, Math.min(paths.size(), from + step));
      for (ByteString path : set.differing(looker, some, List.of()).paths()) {
        told.differs(path);
      }
      pause(begun + (long) ((double) time * (from + some.size()) / paths.size()), set);
      lateness();
    }
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

  private synchronized void done(int part, long begun) {
    readAt[part] = begun;
    next = (part + 1) % readAt.length;
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
