package dev.intact.log;

/** An index or a range lies outside the log. */
public final class LogRangeException extends LogException {

  private static final long serialVersionUID = 1L;

  LogRangeException(String message) {
    super(message);
  }
}
