package dev.intact.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a monitor runs next: at a fixed rate by the clock that never jumps. That clock stands still
 * while a machine sleeps, so a monitor is due too when the time of day says so; it may then run
 * once too often, never too rarely. Not thread-safe.
 */
final class Schedule {

  private static final Duration MAX = Duration.ofDays(3650);

  private final Duration interval;
  private long dueNanos;
  private Instant startedAt;

  /**
   * A schedule.
   *
   * @param interval from one start to the next
   * @param last when it last ran, in an earlier process
   * @param nanos the time
   * @param now the time of day
   */
  Schedule(Duration interval, Optional<Instant> last, long nanos, Instant now) {
    this.interval = interval;
    this.startedAt = last.filter(l -> !l.isAfter(now)).orElse(now.minus(interval));
    this.dueNanos = nanos + remaining(now).toNanos();
  }

  /** Negative if it should have run already. */
  private Duration remaining(Instant now) {
    Duration elapsed = Duration.between(startedAt, now);
    return interval.minus(elapsed.compareTo(MAX) > 0 ? MAX : elapsed);
  }

  boolean isDue(long nanos, Instant now) {
    return nanos - dueNanos >= 0
        || Duration.between(startedAt, now).compareTo(interval.plusSeconds(1)) >= 0;
  }

  /** For how long it has been due; zero if it is not. */
  Duration late(long nanos, Instant now) {
    Duration byTime = Duration.between(startedAt, now).minus(interval);
    Duration byNanos = Duration.ofNanos(nanos - dueNanos);
    Duration late = byTime.compareTo(byNanos) > 0 ? byTime : byNanos;
    return late.isNegative() ? Duration.ZERO : late;
  }

  long dueNanos() {
    return dueNanos;
  }

  /**
   * It starts now.
   *
   * @return how many runs before this one did not take place
   */
  long start(long nanos, Instant now) {
    long late =
        Math.max(nanos - dueNanos, Duration.between(startedAt, now).minus(interval).toNanos());
    long missed = Math.max(0, late / interval.toNanos());
    startedAt = now;
    long behind = Math.max(0, nanos - dueNanos);
    dueNanos += (behind / interval.toNanos() + 1) * interval.toNanos();
    if (dueNanos - nanos > interval.toNanos()) {
      dueNanos = nanos + interval.toNanos();
    }
    return missed;
  }
}
