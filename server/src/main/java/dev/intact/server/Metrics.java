package dev.intact.server;

import dev.intact.audit.IntegrityReport;
import dev.intact.audit.IntegrityState;
import dev.intact.finding.CheckReport;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.log.LogStore;
import dev.intact.log.StoreStatus;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * What the service measures, in Prometheus' text format. No label names a trail, a record, a key or
 * a path: anybody who may scrape learns how much, never what. Sets of files have their names.
 */
final class Metrics {

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final LogStore store;
  private final Map<String, DistributionDataPoint> requests = new ConcurrentHashMap<>();
  private final Histogram requestSeconds;
  private final Histogram verificationSeconds;
  private final Counter verifications;
  private final Counter recordsVerified;
  private final Counter findings;
  private final FilesMetrics filesMetrics;
  private final Counter denials;
  private final Counter alerts;
  private final List<Runnable> beforeScrape = new CopyOnWriteArrayList<>();
  private final AtomicLong verifiedOk = new AtomicLong();
  private final AtomicLong verifiedAll = new AtomicLong();

  Metrics(LogStore store) {
    this.store = store;
    requestSeconds =
        Histogram.builder()
            .name("intact_request_duration_seconds")
            .help("Time to answer a request, appends until durable.")
            .labelNames("operation", "status")
            .classicOnly()
            .register(registry);
    verificationSeconds =
        Histogram.builder()
            .name("intact_verification_duration_seconds")
            .help("Time of one verification of a trail or a part of it.")
            .classicOnly()
            .classicUpperBounds(0.001, 0.01, 0.1, 1, 10, 60, 600)
            .register(registry);
    verifications =
        Counter.builder()
            .name("intact_verifications_total")
            .help("Verifications by verdict; the success rate is OK by all.")
            .labelNames("verdict")
            .register(registry);
    verifications.labelValues(Verdict.OK.name());
    recordsVerified =
        Counter.builder()
            .name("intact_records_verified_total")
            .help("Records read again and hashed.")
            .register(registry);
    findings =
        Counter.builder()
            .name("intact_findings_total")
            .help("Findings of verifications; CONTENT_TAMPERED is corruption detected.")
            .labelNames("verdict")
            .register(registry);
    for (Verdict verdict : Verdict.values()) {
      if (!verdict.isGood()) {
        findings.labelValues(verdict.name());
      }
    }
    filesMetrics = new FilesMetrics(registry);
    denials =
        Counter.builder()
            .name("intact_denials_total")
            .help("Requests without a valid key, or with one that may not do that.")
            .register(registry);
    alerts =
        Counter.builder()
            .name("intact_integrity_alerts_total")
            .help("Alerts: checks with at least the threshold of findings, or without a result.")
            .register(registry);
    registerGauges();
  }

  /** What is read from the store, or computed, when somebody asks. */
  private void registerGauges() {
    GaugeWithCallback.builder()
        .name("intact_verification_success_ratio")
        .help("Verifications with verdict OK, of all since the start; NaN before the first.")
        .callback(c -> c.call((double) verifiedOk.get() / verifiedAll.get()))
        .register(registry);
    counter("intact_records_appended_total", "Records acknowledged.", StoreStatus::recordsAppended);
    counter(
        "intact_journal_batches_total", "Journal batches, one fsync each.", StoreStatus::batches);
    counter(
        "intact_tile_bytes_read_total",
        "Bytes of tiles and entry bundles read from storage, by checks and answers.",
        StoreStatus::tileBytesRead);
    gauge(
        "intact_queue_records", "Records taken and not yet indexed.", StoreStatus::recordsInFlight);
    gauge("intact_queue_bytes", "Bytes of these records.", StoreStatus::bytesInFlight);
    gauge(
        "intact_queue_records_limit",
        "At so many the caller is refused.",
        StoreStatus::maxRecordsInFlight);
    gauge(
        "intact_index_lag_records",
        "Records acknowledged and not yet in the index.",
        StoreStatus::indexLag);
    gauge(
        "intact_unpublished_logs",
        "Logs with records that no checkpoint covers yet.",
        StoreStatus::unpublishedLogs);
    gauge(
        "intact_unpublished_seconds",
        "For how long the oldest of these has waited.",
        s -> s.oldestUnpublishedMillis() / 1000.0);
    gauge(
        "intact_journal_bytes",
        "Journal bytes that the tiles do not hold durably yet.",
        StoreStatus::journalBytesHeld);
    gauge(
        "intact_commit_prioritised",
        "1 if the system lets the thread that every append waits for go first.",
        s -> s.prioritised() ? 1 : 0);
    gauge("intact_logs", "Logs, with access logs.", StoreStatus::logs);
    gauge("intact_up", "0 after storage has failed.", s -> s.failed() ? 0 : 1);
  }

  /** Adds how many requests are being worked on, and the bytes of their bodies. */
  void running(IntSupplier requests, LongSupplier bodyBytes) {
    GaugeWithCallback.builder()
        .name("intact_request_body_bytes")
        .help("Bytes held for the bodies of requests that are being answered.")
        .callback(c -> c.call(bodyBytes.getAsLong()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("intact_requests_running")
        .help("Requests that are being answered; at " + Routes.MAX_RUNNING + " more are refused.")
        .callback(c -> c.call(requests.getAsInt()))
        .register(registry);
  }

  /** Adds how many trails and logs of the installation are not intact. */
  void notIntact(IntegrityState state) {
    GaugeWithCallback.builder()
        .name("intact_trails_not_intact")
        .help("Trails in which a check found something, until all of them was read without.")
        .callback(c -> c.call(state.trails()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("intact_own_logs_not_intact")
        .help("The same of ~root and ~security.")
        .callback(c -> c.call(state.ownLogs()))
        .register(registry);
  }

  /** Adds what monitoring measures, and sets of files. */
  void watching(Watching watching, InstantSource clock) {
    MonitorMetrics monitoring = new MonitorMetrics(registry, watching.monitoring().view());
    SetMetrics sets = new SetMetrics(registry, watching, clock);
    monitoring.register();
    sets.register();
    beforeScrape.add(monitoring::look);
    beforeScrape.add(sets::look);
  }

  /** Adds how old the oldest round of checks is. */
  void coverageAge(LongSupplier seconds) {
    GaugeWithCallback.builder()
        .name("intact_coverage_age_seconds")
        .help("Age of the oldest round of checks that is not complete yet, over all trails.")
        .callback(c -> c.call(seconds.getAsLong()))
        .register(registry);
  }

  private void counter(String name, String help, ToDoubleFunction<StoreStatus> value) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .callback(c -> c.call(value.applyAsDouble(store.status())))
        .register(registry);
  }

  private void gauge(String name, String help, ToDoubleFunction<StoreStatus> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(c -> c.call(value.applyAsDouble(store.status())))
        .register(registry);
  }

  void verified(IntegrityReport report) {
    verifications.labelValues(report.verdict().name()).inc();
    verifiedAll.incrementAndGet();
    if (report.verdict().isGood()) {
      verifiedOk.incrementAndGet();
    }
    verificationSeconds.observe(report.duration().toNanos() / 1e9);
    recordsVerified.inc(report.coverage().checked());
    for (Finding finding : report.findings()) {
      findings.labelValues(finding.verdict().name()).inc();
    }
  }

  void filesChecked(CheckReport report) {
    filesMetrics.checked(report);
  }

  void alerted() {
    alerts.inc();
  }

  void denied() {
    denials.inc();
  }

  void request(String operation, int status, long nanos) {
    requests
        .computeIfAbsent(
            operation + " " + status / 100,
            k -> requestSeconds.labelValues(operation, status / 100 + "xx"))
        .observe(nanos / 1e9);
  }

  byte[] text() throws IOException {
    beforeScrape.forEach(Runnable::run);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return out.toByteArray();
  }
}
