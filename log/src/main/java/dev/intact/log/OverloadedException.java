package dev.intact.log;

/** The bounded queue is full. Nothing of the submission was taken; try again later. */
public final class OverloadedException extends LogException {

  private static final long serialVersionUID = 1L;

  OverloadedException(String message) {
    super(message);
  }
}
