package dev.intact.log;

/**
 * The store has stopped because storage failed. Records whose append failed with this may or may
 * not be in the log; the next start finds out from the journal. Nothing is written any more.
 */
public final class StoreFailedException extends LogException {

  private static final long serialVersionUID = 1L;

  StoreFailedException(String message) {
    super(message);
  }

  StoreFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
