package dev.intact.log;

/** There is no log of this name. */
public final class NoSuchLogException extends LogException {

  private static final long serialVersionUID = 1L;

  NoSuchLogException(String log) {
    super("there is no log " + log);
  }
}
