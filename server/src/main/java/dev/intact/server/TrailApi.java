package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.audit.AuditService;
import dev.intact.audit.AuditTrail;
import dev.intact.audit.IntegrityReport;
import dev.intact.audit.IntegrityRounds;
import dev.intact.audit.RecordPage;
import dev.intact.audit.RecordQuery;
import dev.intact.audit.RecordReceipt;
import dev.intact.audit.StoredRecord;
import dev.intact.finding.Verdict;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.record.RecordTime;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The operations on trails. */
final class TrailApi {

  private static final int MAX_BODY = 16 << 20;
  private static final int MAX_RECORDS = 10_000;

  private final AuditService audit;
  private final IntegrityRounds checks;
  private final CheckAlerts alerts;
  private final Guard guard;
  private final Metrics metrics;

  TrailApi(
      AuditService audit,
      IntegrityRounds checks,
      CheckAlerts alerts,
      Guard guard,
      Metrics metrics) {
    this.alerts = alerts;
    this.audit = audit;
    this.checks = checks;
    this.guard = guard;
    this.metrics = metrics;
  }

  void register(Routes routes) {
    routes
        .add("GET", "/v1/trails", this::list)
        .add("GET", "/v1/trails/{trail}", this::describe)
        .add("POST", "/v1/trails/{trail}/records", this::append)
        .add("GET", "/v1/trails/{trail}/records", this::records)
        .add("GET", "/v1/trails/{trail}/records/{audit_id}", this::record)
        .add("GET", "/v1/trails/{trail}/records/{audit_id}/proof", this::proof)
        .add("GET", "/v1/trails/{trail}/records/{audit_id}/custody", this::custody)
        .add("GET", "/v1/trails/{trail}/integrity-check", this::check)
        .add("GET", "/v1/trails/{trail}/export", this::export)
        .add("GET", "/{family_id}/audit/integrity-check", this::olderCheck);
  }

  private void describe(Exchange e) throws Problem, AuditException {
    e.onlyQuery();
    AuditTrail trail = auditable(e, "trail");
    JsonObject.Builder json = trail.describe().toBuilder();
    checks.progress(trail.name()).ifPresent(p -> json.put("checks", p.toJson()));
    e.json(200, json.build());
  }

  private void list(Exchange e) throws Problem {
    e.onlyQuery();
    ApiKey key = e.key();
    List<String> names = audit.trails().stream().filter(key::isFor).toList();
    e.json(200, JsonObject.builder().put("trails", JsonArray.ofStrings(names)).build());
  }

  /** The trail of a path, if the key may audit it. */
  private AuditTrail auditable(Exchange e, String variable) throws Problem, AuditException {
    return audit.trail(guard.trail(e, variable, Guard.Right.AUDIT));
  }

  private void append(Exchange e) throws Problem, AuditException, IOException {
    String name = guard.trail(e, "trail", Guard.Right.APPEND);
    e.onlyQuery("wait");
    e.requireContent("application/json", "application/x-ndjson");
    boolean lines = e.contentType().equals("application/x-ndjson");
    byte[] body = e.body(MAX_BODY);
    List<byte[]> records = lines ? lines(body) : List.of(body);
    boolean proof = e.query("wait").isPresent();
    if (proof && (!e.query("wait").equals(Optional.of("proof")) || lines)) {
      throw Problem.badRequest("wait=proof goes with one record");
    }
    List<RecordReceipt> receipts = audit.append(name, records, e.actor());
    if (lines) {
      e.json(201, new JsonArray(receipts.stream().<JsonValue>map(RecordReceipt::toJson).toList()));
      return;
    }
    JsonObject.Builder receipt = receipts.getFirst().toJson().toBuilder();
    if (proof) {
      byte[] file = audit.trail(name).prove(receipts.getFirst().auditId(), e.actor()).encode();
      receipt.put("proof", new String(file, StandardCharsets.UTF_8));
    }
    e.json(201, receipt.build());
  }

  private static List<byte[]> lines(byte[] body) throws Problem {
    List<byte[]> records = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= body.length; i++) {
      if (i == body.length || body[i] == '\n') {
        if (i > start) {
          records.add(Arrays.copyOfRange(body, start, i));
        }
        start = i + 1;
      }
    }
    if (records.isEmpty() || records.size() > MAX_RECORDS) {
      throw Problem.badRequest("send 1 to " + MAX_RECORDS + " records at once, one a line");
    }
    return records;
  }

  private void records(Exchange e) throws Problem, AuditException {
    AuditTrail trail = auditable(e, "trail");
    e.onlyQuery("start_date", "end_date", "event_type", "limit", "cursor", "time");
    String time = e.query("time").orElse("recorded");
    if (!time.equals("recorded") && !time.equals("event")) {
      throw Problem.badRequest("time is recorded or event");
    }
    int limit = e.integer("limit", 100, 1, 1000);
    String cursor = e.query("cursor").orElse("-1");
    if (e.query("cursor").isPresent() && !cursor.matches("[0-9]{1,18}")) {
      throw Problem.badRequest("cursor is what next_cursor said");
    }
    RecordQuery query =
        new RecordQuery(
            e.date("start_date"),
            e.date("end_date"),
            time.equals("event"),
            e.query("event_type"),
            Long.parseLong(cursor),
            limit);
    RecordPage page = trail.list(query, e.actor());
    JsonObject.Builder answer =
        JsonObject.builder()
            .put(
                "records",
                new JsonArray(
                    page.records().stream().<JsonValue>map(StoredRecord::toJson).toList()));
    if (page.more()) {
      answer.put("next_cursor", Long.toString(page.records().getLast().index()));
    }
    e.json(200, answer.build());
  }

  private void record(Exchange e) throws Problem, AuditException {
    e.onlyQuery();
    StoredRecord record = auditable(e, "trail").show(e.path("audit_id"), e.actor());
    e.header("Intact-Index", Long.toString(record.index()));
    e.bytes(200, "application/json", record.bytes());
  }

  private void proof(Exchange e) throws Problem, AuditException {
    e.onlyQuery();
    e.bytes(
        200,
        "text/plain; charset=utf-8",
        auditable(e, "trail").prove(e.path("audit_id"), e.actor()).encode());
  }

  private void custody(Exchange e) throws Problem, AuditException {
    e.onlyQuery();
    List<JsonObject> all = auditable(e, "trail").custody(e.path("audit_id"), e.actor());
    e.json(200, JsonObject.builder().put("custody", new JsonArray(List.copyOf(all))).build());
  }

  private void check(Exchange e) throws Problem, AuditException {
    AuditTrail trail = auditable(e, "trail");
    e.onlyQuery("start_date", "end_date");
    e.json(200, verified(trail, e).toJson());
  }

  private IntegrityReport verified(AuditTrail trail, Exchange e) throws Problem, AuditException {
    IntegrityReport report = trail.verify(e.date("start_date"), e.date("end_date"), e.actor());
    metrics.verified(report);
    alerts.judge(trail.name(), e.actor(), report);
    return report;
  }

  /** The answer's shape is that of the older interface, member for member. */
  private void olderCheck(Exchange e) throws Problem, AuditException {
    AuditTrail trail = auditable(e, "family_id");
    e.onlyQuery("start_date", "end_date");
    IntegrityReport report = verified(trail, e);
    String at = RecordTime.format(report.at());
    JsonObject check =
        JsonObject.builder()
            .put("total_records_checked", report.coverage().checked())
            .put("integrity_verified", report.verdict().isGood())
            .put("corrupted_records", report.of(Verdict.CONTENT_TAMPERED))
            .put("missing_hashes", report.missingHashes())
            .put("verification_timestamp", at)
            .build();
    e.json(
        200,
        JsonObject.builder()
            .put("family_id", trail.name())
            .put("integrity_check", check)
            .put("verification_timestamp", at)
            .build());
  }

  private static List<Long> sizes(Optional<String> text) throws Problem {
    if (text.isEmpty()) {
      return List.of();
    }
    if (!text.get().matches("[0-9]{1,18}(,[0-9]{1,18}){0,15}")) {
      throw Problem.badRequest(
          "consistency_from is the size of a checkpoint, or up to 16 of them separated by commas");
    }
    return Arrays.stream(text.get().split(",", -1)).map(Long::valueOf).toList();
  }

  private void export(Exchange e) throws Problem, AuditException, IOException {
    AuditTrail trail = auditable(e, "trail");
    e.onlyQuery("start_date", "end_date", "consistency_from");
    Optional<java.time.Instant> start = e.date("start_date");
    Optional<java.time.Instant> end = e.date("end_date");
    e.header("Content-Disposition", "attachment; filename=\"" + trail.name() + ".intact\"");
    List<Long> older = sizes(e.query("consistency_from"));
    OutputStream out = e.stream("application/x-intact-export");
    trail.export(start, end, older, out, e.actor());
    out.close();
    e.succeeded();
  }
}
