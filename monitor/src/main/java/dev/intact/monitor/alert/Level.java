package dev.intact.monitor.alert;

import java.util.Locale;

/** How urgent an alert is; the later the graver. */
public enum Level {
  /** Nothing is wrong; of messages that tell just that. */
  INFO,
  /** To be looked at today. */
  WARNING,
  /** To be looked at now. */
  CRITICAL;

  /**
   * As it is written in records and messages.
   *
   * @return the name in lower case
   */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
