package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.audit.IntegrityReport;
import dev.intact.audit.OwnLogs;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import java.util.List;

/** Verifies the logs that belong to no trail, for operators. */
final class OwnLogsApi {

  private final OwnLogs own;
  private final CheckAlerts alerts;
  private final Metrics metrics;
  private final Denials denials;

  OwnLogsApi(OwnLogs own, CheckAlerts alerts, Metrics metrics, Denials denials) {
    this.own = own;
    this.alerts = alerts;
    this.metrics = metrics;
    this.denials = denials;
  }

  void register(Routes routes) {
    routes.add("GET", "/v1/integrity-check", this::check);
  }

  private void check(Exchange e) throws Problem, AuditException {
    e.onlyQuery();
    if (e.key().role() != Role.OPERATOR) {
      denials.record(e.key(), "the installation's logs", "audit");
      throw Problem.forbidden();
    }
    List<IntegrityReport> reports = own.check(e.actor());
    for (IntegrityReport report : reports) {
      metrics.verified(report);
      alerts.judge(report.trail(), e.actor(), report);
    }
    e.json(
        200,
        JsonObject.builder()
            .put(
                "logs",
                new JsonArray(reports.stream().<JsonValue>map(IntegrityReport::toJson).toList()))
            .build());
  }
}
