package dev.intact.monitor.alert;

import java.util.Locale;

/** Why there is an alert. */
public enum Cause {
  /** A check found as many violations as the thresholds say. */
  VIOLATIONS,
  /** A check failed, hung, or verified less than it should. */
  MONITOR_FAILED,
  /** A channel gave a message up. */
  CHANNEL_FAILED,
  /** A new configuration was refused; the one before is in force. */
  CONFIG_REFUSED;

  /**
   * As it is written in records and messages.
   *
   * @return the name in lower case
   */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
