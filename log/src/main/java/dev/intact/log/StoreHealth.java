package dev.intact.log;

import java.util.concurrent.CompletableFuture;

/** Whether storage has failed. The first failure stays; everything after it is refused with it. */
final class StoreHealth {

  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

  void fail(Throwable cause) {
    failure.complete(cause);
  }

  boolean failed() {
    return failure.isDone();
  }

  StoreFailedException failure() {
    Throwable cause = failure.getNow(null);
    return cause == null
        ? new StoreFailedException("the store is closed")
        : new StoreFailedException(
            "storage failed, the store has stopped: " + cause.getMessage() + "; restart to recover",
            cause);
  }

  /** Completes with the cause when storage fails; never otherwise. */
  CompletableFuture<Throwable> whenFailed() {
    return failure;
  }
}
