package dev.intact.monitor;

import dev.intact.log.LogException;
import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.alert.Cause;
import dev.intact.monitor.alert.Change;
import dev.intact.monitor.alert.Target;
import dev.intact.monitor.config.MonitorConfig;
import dev.intact.monitor.state.Acts;
import dev.intact.monitor.state.MonitorState;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Records which configuration is in force, and ends the alerts that it leaves nobody to end. Only
 * once something is done with it: who only looks, or takes an alert on, may have started this with
 * another one. Thread-safe.
 */
final class Settlement {

  static final Target CONFIGURATION = new Target("~configuration", "configuration", "monitoring");

  private final Desk desk;
  private Optional<String> unsettled = Optional.empty(); // guarded by the desk

  Settlement(Desk desk) {
    this.desk = desk;
  }

  /** A configuration is in force; only within {@link Desk#with}. */
  void loaded(String sha256) {
    unsettled = Optional.of(sha256);
  }

  void settle() throws LogException, IOException, InterruptedException {
    desk.with((state, config, now) -> {
      if (unsettled.isEmpty()) {
        return false;
      }
      List<Change> ended = ended(state, config, now);
      record(unsettled.get(), state, config, now);
      for (Change change : ended) { // an act each: what alerts know is long
        desk.record(Acts.ALERTS, "intact", Acts.alerts(List.of(change), config, now));
      }
      unsettled = Optional.empty();
      return true;
    });
  }

  private void record(String sha256, MonitorState state, MonitorConfig config, Instant now)
      throws LogException, IOException, InterruptedException {
    List<Change> changes =
        state
            .book()
            .recovered(CONFIGURATION, Cause.CONFIG_REFUSED, "a new one is in force", now)
            .stream()
            .toList();
    List<String> retired = state.retired(config);
    boolean other = !state.configuration().equals(Optional.of(sha256));
    while (other || !changes.isEmpty() || !retired.isEmpty()) {
      desk.record(Acts.CONFIG, "intact", Acts.config(sha256, retired, changes, config, now));
      other = false;
      changes = List.of();
      retired = state.retired(config);
    }
  }

  private static List<Change> ended(MonitorState state, MonitorConfig config, Instant now) {
    List<Change> ended = new ArrayList<>();
    for (Alert alert : state.book().begun()) {
      why(alert.target(), config)
          .flatMap(why -> state.book().recovered(alert.target(), alert.cause(), why, now))
          .ifPresent(ended::add);
    }
    return ended;
  }

  /** Why nothing could end an alert any more; empty if something can, or a person has to. */
  private static Optional<String> why(Target target, MonitorConfig config) {
    String gone = " is no longer in the configuration";
    if (target.equals(Deliverer.target(target.subject()))) {
      return config.spec(target.subject()).isEmpty()
          ? Optional.of("the channel" + gone)
          : Optional.empty();
    }
    if (target.equals(Monitoring.part(target.kind(), target.subject()))) {
      return config.isWatched(target.subject())
          ? Optional.empty()
          : Optional.of("that it is watched" + gone);
    }
    if (target.monitor().startsWith("~") || config.checks(target)) {
      return Optional.empty();
    }
    if (config.monitor(target.kind(), target.subject()).isPresent()) {
      return Optional.of("another monitor verifies it now");
    }
    // Under kind and subject stands what somebody asked for that no monitor verifies, too.
    boolean asked = target.monitor().equals(target.kind() + "/" + target.subject());
    return asked
        ? Optional.empty()
        : Optional.of("the monitor" + gone + ", or verifies something else");
  }
}
