package dev.intact.audit;

import dev.intact.audit.AuditException.Kind;
import dev.intact.log.LogException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for the log's answers. */
final class Futures {

  private Futures() {}

  static <T> T await(CompletableFuture<T> future) throws LogException, AuditException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuditException(Kind.FAILED, "interrupted while waiting", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LogException known) {
        throw known;
      }
      throw new AuditException(Kind.FAILED, String.valueOf(e.getCause()), e);
    }
  }
}
