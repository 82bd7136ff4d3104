package dev.intact.server;

import dev.intact.files.FileSets;
import dev.intact.files.FilesException;
import dev.intact.files.InForce;
import dev.intact.files.watch.WatchStatus;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The baselines of sets of files, and how their watching stands. The label is the set's name. Of a
 * set whose log cannot be read there is no sample: its checks tell.
 */
final class SetMetrics {

  private final PrometheusRegistry registry;
  private final Watching watching;
  private final InstantSource clock;
  private volatile Map<String, InForce> baselines = Map.of();
  private volatile List<WatchStatus> watches = List.of();

  SetMetrics(PrometheusRegistry registry, Watching watching, InstantSource clock) {
    this.registry = registry;
    this.watching = watching;
    this.clock = clock;
  }

  /** All samples that follow are of this moment. */
  void look() {
    watches = watching.watched();
    FileSets files = watching.files();
    Map<String, InForce> now = new TreeMap<>();
    for (String set : files.names()) {
      try {
        files
            .inForce(set, Optional.ofNullable(baselines.get(set)))
            .ifPresent(baseline -> now.put(set, baseline));
      } catch (FilesException e) {
        // no sample
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    baselines = now;
  }

  void register() {
    baseline("intact_baseline_epoch", "How many baselines the set had.", b -> b.epoch());
    baseline("intact_baseline_entries", "Entries of the baseline in force.", b -> b.entries());
    baseline(
        "intact_baseline_age_seconds",
        "Age of the baseline in force.",
        b -> Duration.between(b.at(), clock.instant()).toMillis() / 1e3);
    watch(
        "intact_watch_up",
        "1 if nothing is amiss with the watching of the set.",
        w -> Optional.of(w.amiss().isEmpty() ? 1.0 : 0.0));
    watch(
        "intact_watch_oldest_reading_seconds",
        "How long ago the file was read whole that was read the longest time ago.",
        w -> w.oldest().map(age -> age.toMillis() / 1e3));
    counter(
        "intact_events_total", "Events about the set, since it is watched.", WatchStatus::events);
    counter(
        "intact_events_dropped_total",
        "Events that were lost, since it is watched; an overflow of the kernel's queue is one.",
        WatchStatus::dropped);
  }

  private void baseline(String name, String help, ToDoubleFunction<InForce> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("set")
        .callback(c -> baselines.forEach((set, b) -> c.call(value.applyAsDouble(b), set)))
        .register(registry);
  }

  private void watch(String name, String help, Function<WatchStatus, Optional<Double>> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("set")
        .callback(c -> watches.forEach(w -> value.apply(w).ifPresent(v -> c.call(v, w.set()))))
        .register(registry);
  }

  private void counter(String name, String help, ToDoubleFunction<WatchStatus> value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("set")
        .callback(c -> watches.forEach(w -> c.call(value.applyAsDouble(w), w.set())))
        .register(registry);
  }
}
