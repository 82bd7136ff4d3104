package dev.intact.files.linux;

/** Files cannot be watched here; the message says what is missing. */
public final class UnsupportedSystemException extends Exception {

  private static final long serialVersionUID = 1L;

  UnsupportedSystemException(String message) {
    super(message);
  }

  UnsupportedSystemException(String message, Throwable cause) {
    super(message, cause);
  }
}
