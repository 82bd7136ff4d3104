package dev.intact.monitor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Two clocks that a test sets: the time of day, which may jump, and one that never does. */
public final class ManualClock implements InstantSource {

  private Instant now;
  private long nanos = 1_000;

  public ManualClock(String start) {
    now = Instant.parse(start);
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  public synchronized long nanos() {
    return nanos;
  }

  /** Time passes. */
  public synchronized void pass(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }

  /** Somebody sets the time of day. */
  public synchronized void jump(Duration time) {
    now = now.plus(time);
  }

  public void passTo(String time) {
    pass(Duration.between(instant(), Instant.parse(time)));
  }
}
