package dev.intact.monitor.alert;

import java.time.Duration;

/**
 * When channels are told again.
 *
 * @param remindAfter so long after they were last told, while the alert is open
 * @param escalateAfter so long after it began to wait for somebody, once
 */
public record AlertPolicy(Duration remindAfter, Duration escalateAfter) {

  /** Four hours; one hour. */
  public static final AlertPolicy DEFAULT =
      new AlertPolicy(Duration.ofHours(4), Duration.ofHours(1));

  /** Checks the range. */
  public AlertPolicy {
    if (!remindAfter.isPositive() || !escalateAfter.isPositive()) {
      throw new IllegalArgumentException("times of reminders and escalation are positive");
    }
  }
}
