package dev.intact.audit;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Makes ids in the order of time: {@code audit_}, 12 hexadecimal digits of milliseconds, 20 of
 * randomness.
 */
final class AuditIds {

  private final InstantSource clock;
  private final RandomGenerator random;

  AuditIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  String next() {
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
