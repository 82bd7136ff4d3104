package dev.intact.monitor.alert;

import java.time.Duration;

/**
 * When channels are told again.
 *
 * @param remindAfter so long after they were last told, while the alert is open
 * @param escalateAfter so long after it began to wait for somebody, once
 * @param groupFor of what is reported between checks, more of the same is told so long after the
 *     last time, together
 */
public record AlertPolicy(Duration remindAfter, Duration escalateAfter, Duration groupFor) {

  /** Four hours; one hour; five minutes. */
  public static final AlertPolicy DEFAULT =
      new AlertPolicy(Duration.ofHours(4), Duration.ofHours(1), Duration.ofMinutes(5));

  /** Checks the range. */
  public AlertPolicy {
    if (!remindAfter.isPositive() || !escalateAfter.isPositive() || !groupFor.isPositive()) {
      throw new IllegalArgumentException("times of reminders and escalation are positive");
    }
  }
}
