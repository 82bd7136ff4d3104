package dev.intact.files.watch;

import dev.intact.files.FilesException;
import dev.intact.files.LiveSet;
import dev.intact.files.scan.Looker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks at the whole set when that is asked for: after events were lost, and when nothing is left
 * that is known to be wrong. On a thread of its own, so that hints go on being followed.
 */
final class Sweeper {

  /**
   * From one sweep to the next, however often it is asked for; and at least so many times as long
   * as it took.
   */
  private static final long SPACING_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final int REST = 4;

  /** Is told what came of it, by the sweeping thread. */
  interface Swept {
    /**
     * The end of a sweep.
     *
     * @param startedAt when it began
     * @param seen everything that was not as in force when the sweep came by
     * @param live what it was compared with
     */
    void swept(long startedAt, LiveSet.Differing seen, LiveSet live) throws InterruptedException;

    /** It came to nothing. */
    void failed(FilesException why) throws InterruptedException;
  }

  private final Supplier<LiveSet> live;
  private final Swept swept;

  // guarded by this
  private boolean wanted;
  private long nextAt = System.nanoTime();

  Sweeper(Supplier<LiveSet> live, Swept swept) {
    this.live = live;
    this.swept = swept;
  }

  /** Asks for a sweep that begins after this. */
  synchronized void request() {
    wanted = true;
    notifyAll();
  }

  /** Sweeps until the thread is interrupted. */
  void run() throws InterruptedException {
    while (true) {
      await();
      long begun = System.nanoTime();
      sweep();
      long ended = System.nanoTime();
      synchronized (this) {
        nextAt = ended + Math.max(SPACING_NANOS, REST * (ended - begun));
      }
    }
  }

  private synchronized void await() throws InterruptedException {
    while (true) {
      long rest = nextAt - System.nanoTime();
      if (wanted && rest <= 0) {
        wanted = false;
        return;
      }
      if (wanted) {
        TimeUnit.NANOSECONDS.timedWait(this, rest);
      } else {
        wait();
      }
    }
  }

  private void sweep() throws InterruptedException {
    long startedAt = System.nanoTime();
    LiveSet now = live.get();
    Optional<FilesException> failed;
    try (Looker looker = now.looker()) {
      swept.swept(startedAt, now.differing(looker, List.of(), now.rules().roots()), now);
      return;
    } catch (FilesException e) {
      failed = Optional.of(e);
    }
    swept.failed(failed.get());
  }
}
