package dev.intact.monitor.config;

import dev.intact.monitor.alert.Thresholds;
import java.time.Duration;

/**
 * A monitor.
 *
 * @param name names it
 * @param kind the capability
 * @param subject what it verifies; * stands for any characters: then each that matches is verified
 *     by itself, and alerts are about {@code name/subject}
 * @param interval from one start to the next
 * @param timeout after so long it counts as failed
 * @param thresholds how many violations make an alert
 */
public record MonitorSpec(
    String name,
    String kind,
    String subject,
    Duration interval,
    Duration timeout,
    Thresholds thresholds) {

  /**
   * Whether it verifies all that match.
   *
   * @return true if the subject has a *
   */
  public boolean isPattern() {
    return subject.indexOf('*') >= 0;
  }
}
