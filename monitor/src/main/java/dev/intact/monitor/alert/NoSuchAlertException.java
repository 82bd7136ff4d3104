package dev.intact.monitor.alert;

/** There is no such alert or silence, or it is over. */
public final class NoSuchAlertException extends Exception {

  private static final long serialVersionUID = 1L;

  NoSuchAlertException(String message) {
    super(message);
  }
}
