package dev.intact.monitor.config;

import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.alert.AlertPolicy;
import dev.intact.monitor.alert.Cause;
import dev.intact.monitor.alert.Change;
import dev.intact.monitor.alert.Level;
import dev.intact.monitor.alert.Silence;
import dev.intact.monitor.alert.Target;
import dev.intact.monitor.alert.Thresholds;
import dev.intact.monitor.channel.ChannelSpec;
import dev.intact.monitor.channel.ConsoleSpec;
import dev.intact.monitor.deliver.Pace;
import java.time.LocalTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is watched, and who is told. Immutable; holds no secret.
 *
 * @param host this machine's name in messages; its own if empty
 * @param monitors what is watched
 * @param files sets of files that are declared here
 * @param thresholds by capability, where they differ from the defaults
 * @param channels the ways on which messages leave
 * @param paces how many messages they take, by name
 * @param routes who is told of what
 * @param silences that are known beforehand
 * @param policy reminders and escalation
 * @param report the daily report
 * @param heartbeat the dead man's switch, if there is one
 * @param parallel so many checks at a time
 */
public record MonitorConfig(
    Optional<String> host,
    List<MonitorSpec> monitors,
    List<FileSetSpec> files,
    Map<String, Thresholds> thresholds,
    List<ChannelSpec> channels,
    Map<String, Pace> paces,
    List<Route> routes,
    List<Silence> silences,
    AlertPolicy policy,
    ReportSpec report,
    Optional<HeartbeatSpec> heartbeat,
    int parallel) {

  /** Copies. */
  public MonitorConfig {
    monitors = List.copyOf(monitors);
    files = List.copyOf(files);
    thresholds = Map.copyOf(thresholds);
    channels = List.copyOf(channels);
    paces = Map.copyOf(paces);
    routes = List.copyOf(routes);
    silences = List.copyOf(silences);
  }

  /**
   * Without a file: the defaults are checked, alerts go to the console, a report is made at 09:00
   * of the zone.
   *
   * @param defaults what is in force then
   * @return the configuration
   */
  public static MonitorConfig none(Defaults defaults) {
    return new MonitorConfig(
        Optional.empty(),
        defaults.monitors(),
        List.of(),
        defaults.monitors().stream()
            .collect(Collectors.toMap(MonitorSpec::kind, MonitorSpec::thresholds)),
        List.of(new ConsoleSpec("console")),
        Map.of(),
        List.of(new Route("*", List.of(), Level.WARNING, List.of("console"), List.of())),
        List.of(),
        AlertPolicy.DEFAULT,
        new ReportSpec(LocalTime.of(9, 0), defaults.zone(), false, List.of(), 1, 5),
        Optional.empty(),
        2);
  }

  /**
   * The thresholds of a capability.
   *
   * @param kind its name
   * @return those of the configuration, else the defaults
   */
  public Thresholds thresholds(String kind) {
    return thresholds.getOrDefault(kind, Thresholds.of(kind));
  }

  /**
   * Whether something is still checked under a name.
   *
   * @param target what a run or an alert was about
   * @return false if no monitor verifies it, or the one of the rest that leaves it to another now
   */
  public boolean checks(Target target) {
    return monitors.stream()
        .filter(m -> m.covers(target))
        .anyMatch(m ->
            !m.rest()
                || target.monitor().equals(m.name())
                || monitor(target.kind(), target.subject()).equals(Optional.of(m)));
  }

  /**
   * Whether something is watched between checks.
   *
   * @param subject its name
   * @return true if a monitor says so
   */
  public boolean isWatched(String subject) {
    return monitors.stream().anyMatch(m -> m.watch().isPresent() && m.matches(subject));
  }

  /**
   * A set of files.
   *
   * @param name its name
   * @return empty if the configuration declares none of this name
   */
  public Optional<FileSetSpec> fileSet(String name) {
    return files.stream().filter(f -> f.name().equals(name)).findFirst();
  }

  /**
   * The monitor that a subject belongs to.
   *
   * @param kind the capability
   * @param subject its name
   * @return the first that matches, those that were named before those that take the rest
   */
  public Optional<MonitorSpec> monitor(String kind, String subject) {
    List<MonitorSpec> of =
        monitors.stream().filter(m -> m.kind().equals(kind) && m.matches(subject)).toList();
    return of.stream().filter(m -> !m.rest()).findFirst().or(() -> of.stream().findFirst());
  }

  /**
   * Who is told of a change.
   *
   * @param change what happened
   * @return names of channels, in the order of the routes
   */
  public Set<String> told(Change change) {
    if (!change.told()) {
      return Set.of();
    }
    Alert alert = change.alert();
    Set<String> told = new LinkedHashSet<>();
    for (Route route : routes) {
      if (route.matches(alert)) {
        told.addAll(route.channels());
        if (alert.escalatedAt().isPresent()) {
          told.addAll(route.escalate());
        }
      }
    }
    if (alert.cause() == Cause.CHANNEL_FAILED) {
      withoutFailed(told, alert.target().subject());
    }
    if (change.kind() == Change.Kind.RESOLVED && told.isEmpty() && isLeft(alert)) {
      channels.stream().map(ChannelSpec::name).forEach(told::add);
    }
    if (change.kind() == Change.Kind.ACKNOWLEDGED) {
      told.removeIf(name -> !spec(name).map(ChannelSpec::takesAcknowledgements).orElse(false));
    }
    return told;
  }

  /** Its route may have gone with its monitor: then nobody knows any more who waits for its end. */
  private boolean isLeft(Alert alert) {
    return !alert.target().monitor().startsWith("~") && !checks(alert.target());
  }

  /** That a channel gave up is told by the others, whatever the routes say. */
  private void withoutFailed(Set<String> told, String channel) {
    told.remove(channel);
    if (told.isEmpty()) {
      channels.stream().map(ChannelSpec::name).filter(n -> !n.equals(channel)).forEach(told::add);
    }
  }

  /**
   * A channel.
   *
   * @param name its name
   * @return empty if there is none
   */
  public Optional<ChannelSpec> spec(String name) {
    return channels.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  /**
   * Who gets reports.
   *
   * @return names of channels
   */
  public List<String> reported() {
    return report.channels().isEmpty()
        ? channels.stream().filter(c -> !c.alertsOnly()).map(ChannelSpec::name).toList()
        : report.channels();
  }
}
