package dev.intact.log;

/**
 * The store cannot be opened or is not what it says; the message names the file and the way out.
 */
public sealed class LogStoreException extends LogException permits StoreLockedException {

  private static final long serialVersionUID = 1L;

  LogStoreException(String message) {
    super(message);
  }

  LogStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
