package dev.intact.log;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of entries all tails together keep in memory; beyond it they are read from the
 * journal again.
 */
final class TailMemory {

  private final long max;
  private final AtomicLong held = new AtomicLong();

  TailMemory(long max) {
    this.max = max;
  }

  /** Whether these bytes may be kept; if so they count until {@link #release}. */
  boolean hold(byte[] bytes) {
    if (held.addAndGet(bytes.length) <= max) {
      return true;
    }
    held.addAndGet(-bytes.length);
    return false;
  }

  void release(byte[] bytes) {
    held.addAndGet(-bytes.length);
  }
}
