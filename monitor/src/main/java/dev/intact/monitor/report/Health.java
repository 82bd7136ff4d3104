package dev.intact.monitor.report;

import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.alert.Level;
import dev.intact.monitor.config.MonitorConfig;
import dev.intact.monitor.config.MonitorSpec;
import dev.intact.monitor.deliver.Pending;
import dev.intact.monitor.state.LastRun;
import dev.intact.monitor.state.MonitorState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** How well the system is, in one word. */
public enum Health {
  /** Everything was checked in time and is clean. */
  HEALTHY,
  /** Something is to be looked at. */
  WARNING,
  /** Something is to be looked at now, or nobody can tell. */
  CRITICAL;

  private static final Duration MAX_WAIT = Duration.ofMinutes(15);

  /**
   * As it is written.
   *
   * @return the name in lower case
   */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  private Health or(Health other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /**
   * The health of a moment: the worst of open violations by the report's thresholds, alerts,
   * monitors that are late, and messages that wait for more than a quarter of an hour.
   *
   * @param state what is known
   * @param config what is watched
   * @param now the time
   * @return the word
   */
  public static Health of(MonitorState state, MonitorConfig config, Instant now) {
    long open = state.runs().stream().mapToLong(LastRun::violations).sum();
    Health health = HEALTHY;
    if (open >= config.report().critical()) {
      health = CRITICAL;
    } else if (open >= config.report().warning()) {
      health = WARNING;
    }
    for (Alert alert : state.book().active()) {
      health = health.or(alert.level() == Level.CRITICAL ? CRITICAL : WARNING);
    }
    for (MonitorSpec monitor : config.monitors()) {
      health = health.or(freshness(state, monitor, now));
    }
    for (Pending pending : state.outbox().pending()) {
      if (Duration.between(pending.since(), now).compareTo(MAX_WAIT) > 0) {
        health = CRITICAL;
      }
    }
    return health;
  }

  /** Late by more than one interval is a warning, by two it is critical. */
  static Health freshness(MonitorState state, MonitorSpec monitor, Instant now) {
    List<LastRun> runs = runsOf(state, monitor);
    if (runs.isEmpty()) {
      return WARNING;
    }
    Health health = HEALTHY;
    for (LastRun run : runs) {
      if (run.failure().isPresent()) {
        return CRITICAL;
      }
      Duration late =
          Duration.between(run.at(), now).minus(monitor.interval()).minus(monitor.timeout());
      if (late.compareTo(monitor.interval()) > 0) {
        health = CRITICAL;
      } else if (late.isPositive()) {
        health = health.or(WARNING);
      }
    }
    return health;
  }

  /** The runs of a monitor: its own, or those of its subjects. */
  static List<LastRun> runsOf(MonitorState state, MonitorSpec monitor) {
    return state.runs().stream().filter(r -> monitor.isOf(r.target())).toList();
  }
}
