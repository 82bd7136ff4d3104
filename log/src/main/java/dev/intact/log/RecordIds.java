package dev.intact.log;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Makes ids in the order of time: {@code audit_}, 12 hexadecimal digits of milliseconds, 20 of
 * randomness.
 */
public final class RecordIds {

  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * Ids of this clock.
   *
   * @param clock the time that they begin with
   * @param random cryptographically strong
   */
  public RecordIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * The next id.
   *
   * @return an id that was never given
   */
  public String next() {
    long high;
    long low;
    synchronized (random) {
      high = random.nextLong();
      low = random.nextLong();
    }
    return String.format(
        "audit_%012x%016x%04x", clock.millis() & 0xffff_ffff_ffffL, high, low & 0xffff);
  }
}
