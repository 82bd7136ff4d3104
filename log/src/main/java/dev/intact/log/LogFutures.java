package dev.intact.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for a log's answers. */
public final class LogFutures {

  private LogFutures() {}

  /**
   * Waits.
   *
   * @param <T> of what kind the answer is
   * @param future given by a log
   * @return its answer
   * @throws LogException if it failed with one, or storage failed
   * @throws InterruptedException if the thread was interrupted
   */
  public static <T> T await(CompletableFuture<T> future) throws LogException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LogException known) {
        throw known;
      }
      throw new StoreFailedException(String.valueOf(e.getCause()), e);
    }
  }
}
