package dev.intact.server;

/**
 * How fast the other side of a connection is: what it makes us wait is held against what it sends
 * or takes. Nobody keeps one of the places for requests by being slow. Not thread-safe.
 */
final class Pace {

  private static final long GRACE_NANOS = 10_000_000_000L;
  private static final long MIN_BYTES_PER_SECOND = 1024;

  private long waitedNanos;
  private long bytes;

  /**
   * Adds a piece.
   *
   * @param nanos how long it was waited for
   * @param count its length
   * @return whether this is fast enough: at least 1 KiB/s of the time waited, after ten seconds
   */
  boolean add(long nanos, long count) {
    waitedNanos += nanos;
    bytes += count;
    return waitedNanos < GRACE_NANOS || bytes >= waitedNanos / 1_000_000_000 * MIN_BYTES_PER_SECOND;
  }
}
