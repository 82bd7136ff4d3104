package dev.intact.files.scan;

/** Bytes that should be states are none; the message says why. */
public final class StateFormatException extends Exception {

  private static final long serialVersionUID = 1L;

  StateFormatException(String message) {
    super("malformed file states: " + message);
  }
}
