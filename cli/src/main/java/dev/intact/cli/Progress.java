package dev.intact.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One line on a terminal that says how far a long work has come, how fast it goes and, if the total
 * is known, how long it will take. Elsewhere silent. Thread-safe. Plain characters, no colours.
 */
final class Progress implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(200);
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream err;
  private final boolean shown;
  private final InstantSource clock;
  private final String what;
  private final Instant start;
  private final AtomicLong done = new AtomicLong();
  private volatile long total;
  private volatile Instant next;

  /**
   * Begins.
   *
   * @param io where to
   * @param what the unit, for example {@code records}
   * @param total how many there will be; 0 if that is not known
   */
  Progress(Io io, String what, long total) {
    this.err = io.err();
    this.shown = io.terminal();
    this.clock = io.clock();
    this.what = what;
    this.total = total;
    this.start = clock.instant();
    this.next = start.plus(EVERY);
  }

  void total(long known) {
    total = known;
  }

  void add(long n) {
    long now = done.addAndGet(n);
    if (shown && !clock.instant().isBefore(next)) {
      draw(now);
    }
  }

  private synchronized void draw(long now) {
    Instant at = clock.instant();
    if (!at.isBefore(next)) {
      next = at.plus(EVERY);
      err.print(CLEAR + line(now, total, Duration.between(start, at), what));
      err.flush();
    }
  }

  /** What stands on the line. */
  static String line(long done, long total, Duration elapsed, String what) {
    double seconds = Math.max(0.001, elapsed.toMillis() / 1000.0);
    double rate = done / seconds;
    String text = String.format(Locale.ROOT, "%,d %s, %,d/s", done, what, Math.round(rate));
    if (total <= 0 || done <= 0) {
      return text;
    }
    long left = Math.round(Math.max(0, total - done) / rate);
    return String.format(
        Locale.ROOT,
        "%3d %%  %s, %d:%02d left",
        Math.min(100, done * 100 / total),
        text,
        left / 60,
        left % 60);
  }

  /** Clears the line. */
  @Override
  public synchronized void close() {
    if (shown && next.isAfter(start.plus(EVERY))) {
      err.print(CLEAR);
      err.flush();
    }
  }
}
