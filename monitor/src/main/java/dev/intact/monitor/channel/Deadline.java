package dev.intact.monitor.channel;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The end of an attempt: what it holds open is closed then, however its receiver keeps it busy. A
 * limit for each wait is none for a receiver that sends a byte now and then. Thread-safe.
 */
final class Deadline implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Deadline.class.getName());

  private final CompletableFuture<Boolean> end = new CompletableFuture<>();

  // guarded by this
  private final List<Closeable> held = new ArrayList<>();
  private boolean over;

  private Deadline() {}

  /** One that is so far away. */
  static Deadline in(Duration time) {
    Deadline deadline = new Deadline();
    CompletableFuture<Void> unused =
        deadline
            .end
            .completeOnTimeout(true, time.toMillis(), TimeUnit.MILLISECONDS)
            .thenAccept(late -> {
              if (late) {
                deadline.expire();
              }
            });
    return deadline;
  }

  private synchronized void expire() {
    over = true;
    held.forEach(Deadline::close);
  }

  private static void close(Closeable one) {
    try {
      one.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a connection was closed already", e);
    }
  }

  /**
   * Something that is closed at the end. A plain socket, whose closing waits for nobody; who reads
   * or writes it then gets an exception.
   */
  synchronized void closes(Closeable one) {
    held.add(one);
    if (over) {
      close(one);
    }
  }

  /** Whether it has come. */
  synchronized boolean isOver() {
    return over;
  }

  /** The attempt came to its end before. */
  @Override
  public void close() {
    end.complete(false);
  }
}
