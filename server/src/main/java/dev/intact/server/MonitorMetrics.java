package dev.intact.server;

import dev.intact.log.LogException;
import dev.intact.monitor.Figures;
import dev.intact.monitor.MonitorView;
import dev.intact.monitor.alert.Level;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What monitoring measures. Labels name monitors and channels as the configuration does, never what
 * is watched, so that there are as many series as the configuration has lines. Where nothing is
 * known there is no sample.
 */
final class MonitorMetrics {

  private final PrometheusRegistry registry;
  private final MonitorView view;
  private volatile Optional<Figures> figures = Optional.empty();

  MonitorMetrics(PrometheusRegistry registry, MonitorView view) {
    this.registry = registry;
    this.view = view;
  }

  /** All samples that follow are of this moment; none rather than something wrong. */
  void look() {
    try {
      figures = Optional.of(view.figures());
    } catch (LogException | IOException e) {
      figures = Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      figures = Optional.empty();
    }
  }

  void register() {
    ofMonitors();
    ofViolations();
    ofChannels();
    ofAll();
  }

  private void ofMonitors() {
    monitors(
        "intact_monitor_last_run_timestamp_seconds",
        "When the last check ended, of several subjects the oldest.",
        m -> seconds(m.lastRun()));
    monitors(
        "intact_monitor_last_success_timestamp_seconds",
        "When a check last came to a result, of several subjects the oldest.",
        m -> seconds(m.lastSuccess()));
    monitors(
        "intact_monitor_up",
        "1 if the last check came to a result.",
        m -> m.lastRun().isEmpty() ? Double.NaN : m.isUp() ? 1 : 0);
    monitors(
        "intact_monitor_late_seconds",
        "For how long a check has been due that has not begun, or lasts beyond the next.",
        m -> seconds(m.late()));
    monitors("intact_check_duration_seconds", "Time that the last check took.", m -> m.seconds());
    monitors("intact_entries", "Items that the last check verified.", m -> m.entries());
    counter(
        "intact_monitor_failures_total",
        "Checks that came to no result, since the log began.",
        "monitor",
        Figures::monitors,
        Figures.OfMonitor::name,
        Figures.OfMonitor::failures);
    counter(
        "intact_monitor_missed_runs_total",
        "Runs that did not take place at their time, since the log began.",
        "monitor",
        Figures::monitors,
        Figures.OfMonitor::name,
        Figures.OfMonitor::missed);
  }

  private void ofViolations() {
    GaugeWithCallback.builder()
        .name("intact_violations_open")
        .help("Open violations that are alerted, by verdict.")
        .labelNames("monitor", "verdict")
        .callback(c ->
            figures.ifPresent(f ->
                f.monitors()
                    .forEach(m ->
                        m.violations()
                            .forEach((verdict, n) -> c.call(n, m.name(), verdict.name())))))
        .register(registry);
    counter(
        "intact_violations_total",
        "Violations that were alerted and not known before, since the log began.",
        "monitor",
        Figures::monitors,
        Figures.OfMonitor::name,
        Figures.OfMonitor::found);
  }

  private void ofChannels() {
    channels("intact_outbox_pending", "Messages that are not delivered yet.", c -> c.pending());
    channels(
        "intact_outbox_oldest_seconds",
        "For how long the oldest of these has waited; 0 if there is none.",
        c -> seconds(c.oldest()));
    channelCounter(
        "intact_delivery_attempts_total",
        "Attempts to deliver a message, since the start.",
        Figures.OfChannel::attempts);
    channelCounter(
        "intact_delivery_failures_total",
        "Attempts after which the receiver did not have the message, since the start.",
        Figures.OfChannel::failed);
    channelCounter(
        "intact_messages_delivered_total",
        "Messages delivered, since the log began.",
        Figures.OfChannel::delivered);
    channelCounter(
        "intact_messages_given_up_total",
        "Messages given up, since the log began.",
        Figures.OfChannel::givenUp);
  }

  private void ofAll() {
    GaugeWithCallback.builder()
        .name("intact_alerts")
        .help("Alerts that are open or acknowledged.")
        .labelNames("level")
        .callback(c ->
            figures.ifPresent(f -> {
              c.call(f.alerts().getOrDefault(Level.WARNING, 0L), Level.WARNING.text());
              c.call(f.alerts().getOrDefault(Level.CRITICAL, 0L), Level.CRITICAL.text());
            }))
        .register(registry);
    one(
        "intact_health",
        "0 healthy, 1 warning, 2 critical.",
        f -> Optional.of((double) f.health().ordinal()));
    one("intact_silences", "Silences that count now.", f -> Optional.of((double) f.silences()));
    one(
        "intact_report_last_timestamp_seconds",
        "When the last daily report was made.",
        f -> f.reportAt().map(MonitorMetrics::epoch));
    one(
        "intact_heartbeat_last_success_timestamp_seconds",
        "When a heartbeat was last heard, since the start.",
        f -> f.heardAt().map(MonitorMetrics::epoch));
  }

  private void one(String name, String help, Function<Figures, Optional<Double>> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(c -> figures.flatMap(value).ifPresent(c::call))
        .register(registry);
  }

  private <T> void counter(
      String name,
      String help,
      String label,
      Function<Figures, List<T>> all,
      Function<T, String> of,
      ToDoubleFunction<T> value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(label)
        .callback(c ->
            figures.ifPresent(
                f -> all.apply(f).forEach(one -> c.call(value.applyAsDouble(one), of.apply(one)))))
        .register(registry);
  }

  private void channelCounter(String name, String help, ToDoubleFunction<Figures.OfChannel> value) {
    counter(name, help, "channel", Figures::channels, Figures.OfChannel::name, value);
  }

  private <T> void gauge(
      String name,
      String help,
      String label,
      Function<Figures, List<T>> all,
      Function<T, String> of,
      ToDoubleFunction<T> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(label)
        .callback(c ->
            figures.ifPresent(f -> {
              for (T one : all.apply(f)) {
                double known = value.applyAsDouble(one);
                if (!Double.isNaN(known)) {
                  c.call(known, of.apply(one));
                }
              }
            }))
        .register(registry);
  }

  private void monitors(String name, String help, ToDoubleFunction<Figures.OfMonitor> value) {
    gauge(name, help, "monitor", Figures::monitors, Figures.OfMonitor::name, value);
  }

  private void channels(String name, String help, ToDoubleFunction<Figures.OfChannel> value) {
    gauge(name, help, "channel", Figures::channels, Figures.OfChannel::name, value);
  }

  private static double seconds(Optional<Instant> time) {
    return time.map(MonitorMetrics::epoch).orElse(Double.NaN);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  private static double epoch(Instant time) {
    return time.toEpochMilli() / 1e3;
  }
}
