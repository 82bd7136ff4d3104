package dev.intact.monitor;

import dev.intact.finding.Verdict;
import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.alert.Level;
import dev.intact.monitor.channel.ChannelSpec;
import dev.intact.monitor.config.MonitorConfig;
import dev.intact.monitor.config.MonitorSpec;
import dev.intact.monitor.report.Health;
import dev.intact.monitor.state.LastRun;
import dev.intact.monitor.state.MonitorState;
import java.time.Instant;
import java.util.ArrayList;
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
 * @param alerts active ones, by level
 * @param channels messages that wait, by channel
 * @param delivered messages that were delivered since the log began
 * @param givenUp messages that were given up
 */
public record Figures(
    Health health,
    List<OfMonitor> monitors,
    Map<Level, Long> alerts,
    Map<String, Integer> channels,
    long delivered,
    long givenUp) {

  /** Copies. */
  public Figures {
    monitors = List.copyOf(monitors);
    alerts = Map.copyOf(alerts);
    channels = Map.copyOf(channels);
  }

  /**
   * One monitor, over all subjects that it verifies.
   *
   * @param name in the configuration
   * @param lastRun the oldest last run of its subjects
   * @param lastSuccess the oldest last result of its subjects; empty if one never had any
   * @param isUp whether the last run of each came to a result
   * @param failures runs without a result since the log began
   * @param seconds that the last checks took together
   * @param entries items of the last checks
   * @param violations open ones by verdict, as its alerts have them
   */
  public record OfMonitor(
      String name,
      Optional<Instant> lastRun,
      Optional<Instant> lastSuccess,
      boolean isUp,
      long failures,
      double seconds,
      long entries,
      Map<Verdict, Long> violations) {

    /** Copies. */
    public OfMonitor {
      violations = Map.copyOf(violations);
    }
  }

  static Figures of(MonitorState state, MonitorConfig config, Instant now) {
    Map<Level, Long> alerts = new TreeMap<>();
    for (Alert alert : state.book().active()) {
      alerts.merge(alert.level(), 1L, Long::sum);
    }
    Map<String, Integer> channels = new TreeMap<>();
    for (ChannelSpec channel : config.channels()) {
      channels.put(channel.name(), state.outbox().pending(channel.name()).size());
    }
    List<OfMonitor> monitors = new ArrayList<>();
    config.monitors().forEach(m -> monitors.add(of(state, m)));
    return new Figures(
        Health.of(state, config, now),
        monitors,
        alerts,
        channels,
        state.delivered(),
        state.givenUp());
  }

  private static OfMonitor of(MonitorState state, MonitorSpec spec) {
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
        runs.stream().mapToLong(r -> state.failures(r.target().monitor())).sum(),
        runs.stream().mapToLong(r -> r.figure("duration_ms")).sum() / 1e3,
        runs.stream().mapToLong(r -> r.figure("checked")).sum(),
        violations);
  }
}
