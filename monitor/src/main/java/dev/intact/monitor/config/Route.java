package dev.intact.monitor.config;

import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.alert.Level;
import dev.intact.monitor.alert.Names;
import java.util.List;

/**
 * Who is told of which alerts. Every route that matches counts.
 *
 * @param monitors names of monitors; * stands for any characters
 * @param kinds the capabilities; all if empty
 * @param level at least this level
 * @param channels who is told
 * @param escalate who is told besides when nobody has taken an alert on
 */
public record Route(
    String monitors,
    List<String> kinds,
    Level level,
    List<String> channels,
    List<String> escalate) {

  /** Copies. */
  public Route {
    kinds = List.copyOf(kinds);
    channels = List.copyOf(channels);
    escalate = List.copyOf(escalate);
  }

  /**
   * Whether it is for an alert.
   *
   * @param alert which
   * @return true if name, kind and level match
   */
  public boolean matches(Alert alert) {
    return alert.level().compareTo(level) >= 0
        && Names.matches(monitors, alert.target().monitor())
        && (kinds.isEmpty() || kinds.contains(alert.target().kind()));
  }
}
