package dev.intact.finding;

/** A check came to no result. That is never a good result. */
public final class CheckFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * With the reason.
   *
   * @param message what failed and where, without secrets
   * @param cause what was thrown
   */
  public CheckFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * With the reason.
   *
   * @param message what failed and where, without secrets
   */
  public CheckFailedException(String message) {
    super(message);
  }
}
