package dev.intact.monitor;

import dev.intact.finding.Verdict;
import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.alert.Level;
import dev.intact.monitor.channel.ChannelSpec;
import dev.intact.monitor.config.MonitorConfig;
import dev.intact.monitor.config.MonitorSpec;
import dev.intact.monitor.deliver.Pending;
import dev.intact.monitor.report.Health;
import dev.intact.monitor.state.LastRun;
import dev.intact.monitor.state.MonitorState;
import dev.intact.monitor.state.Tallies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What monitoring knows, as numbers. They name monitors and channels, as the configuration does,
 * and nothing that is watched.
 *
 * @param health of all
 * @param monitors each monitor
 * @param channels each channel
 * @param alerts active ones, by level
 * @param silences those that count now
 * @param reportAt when the last daily report was made
 * @param heardAt when a heartbeat of this process was last heard
 */
public record Figures(
    Health health,
    List<OfMonitor> monitors,
    List<OfChannel> channels,
    Map<Level, Long> alerts,
    int silences,
    Optional<Instant> reportAt,
    Optional<Instant> heardAt) {

  /** Copies. */
  public Figures {
    monitors = List.copyOf(monitors);
    channels = List.copyOf(channels);
    alerts = Map.copyOf(alerts);
  }

  /**
   * One monitor, over all subjects that it verifies.
   *
   * @param name in the configuration
   * @param lastRun the oldest last run of its subjects
   * @param lastSuccess the oldest last result of its subjects; empty if one never had any
   * @param isUp whether the last run of each came to a result
   * @param failures runs without a result since the log began
   * @param missed runs that did not take place, since the log began
   * @param late for how long it has been due
   * @param seconds that the last checks took together
   * @param entries items of the last checks
   * @param found violations that were not known before, since the log began
   * @param violations open ones by verdict, as its alerts have them
   */
  public record OfMonitor(
      String name,
      Optional<Instant> lastRun,
      Optional<Instant> lastSuccess,
      boolean isUp,
      long failures,
      long missed,
      Duration late,
      double seconds,
      long entries,
      long found,
      Map<Verdict, Long> violations) {

    /** Copies. */
    public OfMonitor {
      violations = Map.copyOf(violations);
    }
  }

  /**
   * One channel.
   *
   * @param name in the configuration
   * @param pending messages that wait
   * @param oldest for how long the oldest of them has
   * @param delivered messages that it took since the log began
   * @param givenUp messages that were given up since the log began
   * @param attempts to deliver of this process
   * @param failed those of them after which the receiver did not have the message
   */
  public record OfChannel(
      String name,
      int pending,
      Duration oldest,
      long delivered,
      long givenUp,
      long attempts,
      long failed) {}

  static Figures of(MonitorState state, MonitorConfig config, Pulse pulse, Instant now) {
    Map<Level, Long> alerts = new TreeMap<>();
    for (Alert alert : state.book().active()) {
      alerts.merge(alert.level(), 1L, Long::sum);
    }
    List<MonitorState.Made> reports = state.reports();
    return new Figures(
        Health.of(state, config, now),
        config.monitors().stream().map(m -> of(state, m, pulse)).toList(),
        config.channels().stream().map(c -> of(state, c, pulse, now)).toList(),
        alerts,
        (int) state.book().silences(now).stream().filter(s -> !now.isBefore(s.from())).count(),
        reports.isEmpty() ? Optional.empty() : Optional.of(reports.getLast().at()),
        pulse.heard());
  }

  private static OfMonitor of(MonitorState state, MonitorSpec spec, Pulse pulse) {
    List<LastRun> runs = state.runs().stream().filter(r -> spec.isOf(r.target())).toList();
    Map<Verdict, Long> violations = new TreeMap<>();
    for (Alert alert : state.book().active()) {
      if (spec.isOf(alert.target())) {
        alert.verdicts().forEach((verdict, count) -> violations.merge(verdict, count, Long::sum));
      }
    }
    boolean everyOneHadAResult = runs.stream().allMatch(r -> r.succeededAt().isPresent());
    return new OfMonitor(
        spec.name(),
        runs.stream().map(LastRun::at).min(Instant::compareTo),
        everyOneHadAResult
            ? runs.stream().map(r -> r.succeededAt().orElseThrow()).min(Instant::compareTo)
            : Optional.empty(),
        runs.stream().allMatch(r -> r.failure().isEmpty()),
        tally(state, runs, Tallies.Kind.FAILURES),
        tally(state, runs, Tallies.Kind.MISSED),
        pulse.late().getOrDefault(spec.name(), Duration.ZERO),
        runs.stream().mapToLong(r -> r.figure("duration_ms")).sum() / 1e3,
        runs.stream().mapToLong(r -> r.figure("checked")).sum(),
        tally(state, runs, Tallies.Kind.VIOLATIONS),
        violations);
  }

  private static long tally(MonitorState state, List<LastRun> runs, Tallies.Kind kind) {
    return runs.stream().mapToLong(r -> state.tallies().of(kind, r.target().monitor())).sum();
  }

  private static OfChannel of(MonitorState state, ChannelSpec channel, Pulse pulse, Instant now) {
    String name = channel.name();
    List<Pending> pending = state.outbox().pending(name);
    Duration oldest =
        pending.stream()
            .map(p -> Duration.between(p.since(), now))
            .filter(d -> !d.isNegative())
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    Deliverer.Attempts attempts = pulse.attempts().getOrDefault(name, new Deliverer.Attempts(0, 0));
    return new OfChannel(
        name,
        pending.size(),
        oldest,
        state.tallies().of(Tallies.Kind.DELIVERED, name),
        state.tallies().of(Tallies.Kind.GIVEN_UP, name),
        attempts.made(),
        attempts.failed());
  }
}
