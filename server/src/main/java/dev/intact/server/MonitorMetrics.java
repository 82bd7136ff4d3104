package dev.intact.server;

import dev.intact.log.LogException;
import dev.intact.monitor.Figures;
import dev.intact.monitor.MonitorView;
import dev.intact.monitor.alert.Level;
import dev.intact.monitor.report.Health;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What monitoring measures. Labels name monitors and channels as the configuration does, never what
 * is watched. Where nothing is known there is no sample.
 */
final class MonitorMetrics {

  private final PrometheusRegistry registry;
  private final MonitorView view;

  MonitorMetrics(PrometheusRegistry registry, MonitorView view) {
    this.registry = registry;
    this.view = view;
  }

  void register() {
    ofMonitors(
        "intact_monitor_last_run_timestamp_seconds",
        "When the last check ended, of several subjects the oldest.",
        m -> seconds(m.lastRun()));
    ofMonitors(
        "intact_monitor_last_success_timestamp_seconds",
        "When a check last came to a result, of several subjects the oldest.",
        m -> seconds(m.lastSuccess()));
    ofMonitors(
        "intact_monitor_up",
        "1 if the last check came to a result.",
        m -> m.lastRun().isEmpty() ? Double.NaN : m.isUp() ? 1 : 0);
    ofMonitors("intact_check_duration_seconds", "Time that the last check took.", m -> m.seconds());
    ofMonitors("intact_entries", "Items that the last check verified.", m -> m.entries());
    GaugeWithCallback.builder()
        .name("intact_violations")
        .help("Open violations that are alerted, by verdict.")
        .labelNames("monitor", "verdict")
        .callback(c ->
            figures()
                .ifPresent(f ->
                    f.monitors()
                        .forEach(m ->
                            m.violations()
                                .forEach((verdict, n) -> c.call(n, m.name(), verdict.name())))))
        .register(registry);
    CounterWithCallback.builder()
        .name("intact_monitor_failures_total")
        .help("Checks that came to no result, since the log began.")
        .labelNames("monitor")
        .callback(c ->
            figures().ifPresent(f -> f.monitors().forEach(m -> c.call(m.failures(), m.name()))))
        .register(registry);
    ofAll();
  }

  private void ofAll() {
    GaugeWithCallback.builder()
        .name("intact_alerts")
        .help("Alerts that are open or acknowledged.")
        .labelNames("level")
        .callback(c ->
            figures()
                .ifPresent(f -> {
                  c.call(f.alerts().getOrDefault(Level.WARNING, 0L), Level.WARNING.text());
                  c.call(f.alerts().getOrDefault(Level.CRITICAL, 0L), Level.CRITICAL.text());
                }))
        .register(registry);
    GaugeWithCallback.builder()
        .name("intact_health")
        .help("0 healthy, 1 warning, 2 critical.")
        .callback(c -> figures().map(Figures::health).map(Health::ordinal).ifPresent(c::call))
        .register(registry);
    GaugeWithCallback.builder()
        .name("intact_outbox_pending")
        .help("Messages that are not delivered yet.")
        .labelNames("channel")
        .callback(c -> figures().ifPresent(f -> f.channels().forEach((name, n) -> c.call(n, name))))
        .register(registry);
    counter("intact_messages_delivered_total", "Messages delivered.", Figures::delivered);
    counter("intact_messages_given_up_total", "Messages given up.", Figures::givenUp);
  }

  private void counter(String name, String help, ToDoubleFunction<Figures> value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(c -> figures().ifPresent(f -> c.call(value.applyAsDouble(f))))
        .register(registry);
  }

  private void ofMonitors(String name, String help, ToDoubleFunction<Figures.OfMonitor> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("monitor")
        .callback(c ->
            figures()
                .ifPresent(f -> {
                  for (Figures.OfMonitor monitor : f.monitors()) {
                    double known = value.applyAsDouble(monitor);
                    if (!Double.isNaN(known)) {
                      c.call(known, monitor.name());
                    }
                  }
                }))
        .register(registry);
  }

  private static double seconds(Optional<Instant> time) {
    return time.map(t -> t.toEpochMilli() / 1e3).orElse(Double.NaN);
  }

  /** Nothing rather than something wrong. */
  private Optional<Figures> figures() {
    try {
      return Optional.of(view.figures());
    } catch (LogException | IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
