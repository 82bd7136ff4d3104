package dev.intact.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that request bodies may take together. A body is charged while it comes in, and given
 * back when its request is answered. Thread-safe.
 */
final class BodyBudget {

  private static final long MIN = 32L << 20;
  private static final long MAX = 512L << 20;

  private final long limit;
  private final AtomicLong used = new AtomicLong();

  BodyBudget(long limit) {
    this.limit = limit;
  }

  /** A sixteenth of the heap: a record is held about six times while it is on its way. */
  static BodyBudget ofHeap(long maxHeap) {
    return new BodyBudget(Math.clamp(maxHeap / 16, MIN, MAX));
  }

  void charge(int bytes) throws Problem {
    if (used.addAndGet(bytes) > limit) {
      used.addAndGet(-bytes);
      throw Problem.unavailable("bodies of " + limit + " bytes are being taken already; try again");
    }
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  long used() {
    return used.get();
  }
}
