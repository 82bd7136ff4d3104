package dev.intact.files.scan;

import java.util.concurrent.TimeUnit;

/** Holds back who reads faster than so many bytes a second, over all threads. Thread-safe. */
public final class RateLimit {

  /** As fast as it goes. */
  public static final RateLimit NONE = new RateLimit(0);

  private final long perSecond;
  private long freeAt; // guarded by this; nanoTime at which all that was taken is paid for
  private boolean started;

  /**
   * A limit.
   *
   * @param bytesPerSecond how many, or 0 for none
   */
  public RateLimit(long bytesPerSecond) {
    if (bytesPerSecond < 0) {
      throw new IllegalArgumentException("a rate is not negative");
    }
    this.perSecond = bytesPerSecond;
  }

  void take(long bytes) throws InterruptedException {
    if (perSecond == 0) {
      return;
    }
    long wait;
    synchronized (this) {
      long now = System.nanoTime();
      if (!started || freeAt - now < 0) {
        freeAt = now;
        started = true;
      }
      wait = freeAt - now;
      freeAt += (long) (bytes * 1e9 / perSecond);
    }
    TimeUnit.NANOSECONDS.sleep(wait);
  }
}
