package dev.intact.log;

/** Something that a caller of the log must know and can act upon. */
public abstract sealed class LogException extends Exception
    permits IdConflictException,
        LogRangeException,
        LogRefusedException,
        LogStoreException,
        NoSuchLogException,
        OverloadedException,
        StoreFailedException,
        TamperedException {

  private static final long serialVersionUID = 1L;

  LogException(String message) {
    super(message);
  }

  LogException(String message, Throwable cause) {
    super(message, cause);
  }
}
