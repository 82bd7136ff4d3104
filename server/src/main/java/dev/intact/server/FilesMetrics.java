package dev.intact.server;

import dev.intact.finding.CheckReport;
import dev.intact.finding.Verdict;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** What checks of sets of files have seen. The label is the set's name; no path is shown. */
final class FilesMetrics {

  private static final Set<Verdict> VERDICTS =
      EnumSet.of(
          Verdict.CONTENT_TAMPERED,
          Verdict.MISSING,
          Verdict.ADDED,
          Verdict.MOVED,
          Verdict.ATTRIBUTES_CHANGED,
          Verdict.UNSTABLE,
          Verdict.COVERAGE_LOST,
          Verdict.UNVERIFIABLE);

  private final Gauge entries;
  private final Gauge violations;
  private final Gauge lastCheck;
  private final Counter found;
  private final Histogram seconds;

  FilesMetrics(PrometheusRegistry registry) {
    entries =
        Gauge.builder()
            .name("intact_files_entries")
            .help("Entries that the last check of a set looked at, of those that should be.")
            .labelNames("set", "state")
            .register(registry);
    violations =
        Gauge.builder()
            .name("intact_files_violations")
            .help("Findings of the last check of a set that nothing explains.")
            .labelNames("set", "verdict")
            .register(registry);
    lastCheck =
        Gauge.builder()
            .name("intact_files_last_check_timestamp_seconds")
            .help("When the last check of a set ended, in seconds since 1970.")
            .labelNames("set")
            .register(registry);
    found =
        Counter.builder()
            .name("intact_files_findings_total")
            .help("Findings of all checks that nothing explains.")
            .labelNames("verdict")
            .register(registry);
    seconds =
        Histogram.builder()
            .name("intact_files_check_duration_seconds")
            .help("Time of one check of a set.")
            .classicOnly()
            .classicUpperBounds(0.01, 0.1, 1, 10, 60, 600, 3600)
            .register(registry);
  }

  void checked(CheckReport report) {
    String set = report.subject();
    entries.labelValues(set, "expected").set(report.coverage().expected());
    entries.labelValues(set, "checked").set(report.coverage().checked());
    for (Verdict verdict : Verdict.values()) {
      long count = report.unexplained().getOrDefault(verdict, 0L);
      if (count > 0) {
        found.labelValues(verdict.name()).inc(count);
      }
      if (VERDICTS.contains(verdict)) {
        violations.labelValues(set, verdict.name()).set(count);
      }
    }
    Instant end = report.at().plus(report.duration());
    lastCheck.labelValues(set).set(Duration.between(Instant.EPOCH, end).toMillis() / 1000.0);
    seconds.observe(report.duration().toNanos() / 1e9);
  }
}
