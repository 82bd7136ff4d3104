package dev.intact.monitor.alert;

import java.util.Locale;

/** Where an alert is in its life. */
public enum State {
  /** Nobody has taken it on. */
  OPEN,
  /** Somebody has: no reminders and no escalation until it gets worse. */
  ACKNOWLEDGED,
  /** A later check was clean, or somebody has closed it. */
  RESOLVED;

  /**
   * As it is written in records and messages.
   *
   * @return the name in lower case
   */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
