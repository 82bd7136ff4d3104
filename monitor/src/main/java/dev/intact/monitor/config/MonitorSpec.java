package dev.intact.monitor.config;

import dev.intact.monitor.alert.Names;
import dev.intact.monitor.alert.Target;
import dev.intact.monitor.alert.Thresholds;
import java.time.Duration;
import java.util.Optional;

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
 * @param rest whether it verifies those alone that no other monitor of the capability does; that
 *     there are none is no failure then
 * @param watch how its subjects are watched between checks; empty if they are not
 */
public record MonitorSpec(
    String name,
    String kind,
    String subject,
    Duration interval,
    Duration timeout,
    Thresholds thresholds,
    boolean rest,
    Optional<WatchSpec> watch) {

  /**
   * Verifies everything of a capability that nobody else does, under the capability's name.
   *
   * @param kind the capability
   * @param interval from one start to the next; so long may it take, too
   * @param thresholds how many violations make an alert
   * @return a monitor for where no configuration names one
   */
  public static MonitorSpec rest(String kind, Duration interval, Thresholds thresholds) {
    return new MonitorSpec(kind, kind, "*", interval, interval, thresholds, true, Optional.empty());
  }

  /**
   * What an alert of a subject is about.
   *
   * @param of one that it verifies
   * @return the monitor's name, with the subject's behind it if it verifies several
   */
  public Target target(String of) {
    return new Target(isPattern() ? name + "/" + of : name, kind, of);
  }

  /**
   * Whether something is about it or a subject of it.
   *
   * @param target what it is about
   * @return true for what {@link #target} gave
   */
  public boolean isOf(Target target) {
    return target.monitor().equals(name)
        || (isPattern() && target.monitor().startsWith(name + "/"));
  }

  /**
   * Whether it verifies what something is about, unless another monitor does.
   *
   * @param target what it is about
   * @return false also for what it verified under its name when it was configured otherwise
   */
  public boolean covers(Target target) {
    return isOf(target)
        && target.kind().equals(kind)
        && (target.monitor().equals(name)
            ? target.subject().equals(subject)
            : matches(target.subject()));
  }

  /**
   * Whether it verifies a subject, unless another monitor does.
   *
   * @param of the subject's name
   * @return true if it matches
   */
  public boolean matches(String of) {
    return Names.matches(subject, of);
  }

  /**
   * Whether it verifies all that match.
   *
   * @return true if the subject has a *
   */
  public boolean isPattern() {
    return subject.indexOf('*') >= 0;
  }
}
