package dev.intact.key;

/** A key is malformed or of a kind that is not supported. Never shows key material. */
public final class KeyFormatException extends Exception {

  private static final long serialVersionUID = 1L;

  KeyFormatException(String message) {
    super(message);
  }

  KeyFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
