package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.files.watch.WatchStatus;
import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.log.LogException;
import dev.intact.monitor.Monitoring;
import dev.intact.monitor.alert.NoSuchAlertException;
import dev.intact.monitor.channel.Outcome;
import dev.intact.monitor.report.ReportPage;
import dev.intact.monitor.state.LastRun;
import dev.intact.record.RecordTime;
import dev.intact.server.Guard.Right;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The operations on monitoring: who may audit everything looks, who manages it acts. */
final class MonitorApi {

  private static final String WHAT = "monitoring";
  private static final String BASE = "/v1/monitor/";
  private static final int MAX_BODY = 16 << 10;
  private static final int MAX_TEXT = 500;
  private static final int MAX_WAIT_SECONDS = 25;

  private final Watching watching;
  private final Monitoring monitoring;
  private final Guard guard;

  MonitorApi(Watching watching, Guard guard) {
    this.watching = watching;
    this.monitoring = watching.monitoring();
    this.guard = guard;
  }

  void register(Routes routes) {
    routes
        .add("GET", BASE + "status", this::status)
        .add("GET", BASE + "watches", this::watches)
        .add("GET", BASE + "alerts", this::alerts)
        .add("POST", BASE + "alerts/{alert}/acknowledge", this::acknowledge)
        .add("POST", BASE + "alerts/{alert}/resolve", this::resolve)
        .add("GET", BASE + "silences", this::silences)
        .add("POST", BASE + "silences", this::silence)
        .add("DELETE", BASE + "silences/{silence}", this::endSilence)
        .add("GET", BASE + "reports", this::reports)
        .add("GET", BASE + "reports/{date}", this::report)
        .addPage(BASE + "reports/{date}/page", this::page)
        .add("POST", BASE + "run/{monitor}", this::run)
        .add("POST", BASE + "channels/{channel}/test", this::test);
  }

  private void look(Exchange e, String... query) throws Problem, AuditException {
    e.onlyQuery(query);
    guard.installation(e, WHAT, Right.AUDIT);
  }

  private void act(Exchange e, String... query) throws Problem, AuditException {
    e.onlyQuery(query);
    guard.installation(e, WHAT, Right.MANAGE);
  }

  private void status(Exchange e) throws Exception {
    look(e);
    e.json(200, monitoring.view().status());
  }

  private void watches(Exchange e) throws Exception {
    look(e);
    e.json(200, list("watches", watching.watched().stream().map(WatchStatus::toJson).toList()));
  }

  private static JsonObject list(String name, List<JsonObject> values) {
    return JsonObject.builder().put(name, new JsonArray(List.copyOf(values))).build();
  }

  private void alerts(Exchange e) throws Exception {
    look(e, "all");
    e.json(200, list("alerts", monitoring.view().alerts(flag(e, "all"))));
  }

  private static boolean flag(Exchange e, String name) throws Problem {
    return switch (e.query(name).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Problem.badRequest(name + " is true or false");
    };
  }

  private interface Decision {
    JsonObject of(String id, String actor, String reason)
        throws NoSuchAlertException, LogException, IOException, InterruptedException;
  }

  private void acknowledge(Exchange e) throws Exception {
    decide(e, monitoring::acknowledge);
  }

  private void resolve(Exchange e) throws Exception {
    decide(e, monitoring::resolve);
  }

  private void decide(Exchange e, Decision decision) throws Exception {
    act(e);
    String reason = text(body(e, Set.of("reason")), "reason");
    try {
      e.json(200, decision.of(e.path("alert"), e.actor(), reason));
    } catch (NoSuchAlertException none) {
      throw Problem.notFound(String.valueOf(none.getMessage()));
    }
  }

  private static JsonObject body(Exchange e, Set<String> members) throws Problem, IOException {
    e.requireContent("application/json");
    JsonValue value;
    try {
      value = Json.parse(e.body(MAX_BODY), JsonLimits.STRICT);
    } catch (JsonException bad) {
      throw Problem.badRequest("the body is refused: " + bad.getMessage());
    }
    if (!(value instanceof JsonObject object) || !members.containsAll(object.names())) {
      throw Problem.badRequest(
          "the body is a JSON object with "
              + String.join(", ", members.stream().sorted().toList()));
    }
    return object;
  }

  private static String text(JsonObject body, String name) throws Problem {
    return body.string(name)
        .filter(t -> !t.isBlank() && t.length() <= MAX_TEXT)
        .orElseThrow(
            () -> Problem.badRequest("/" + name + ": a text of 1 to " + MAX_TEXT + " characters"));
  }

  private void silences(Exchange e) throws Exception {
    look(e);
    e.json(200, list("silences", monitoring.view().silences()));
  }

  private void silence(Exchange e) throws Exception {
    act(e);
    JsonObject body = body(e, Set.of("monitors", "reason", "until"));
    String monitors = text(body, "monitors");
    String reason = text(body, "reason");
    Optional<Instant> until = body.string("until").flatMap(RecordTime::parseBound);
    if (until.isEmpty()) {
      throw Problem.badRequest("/until: a date, or an RFC 3339 time with an offset");
    }
    try {
      e.json(201, monitoring.silence(monitors, e.actor(), reason, until.get()).toJson());
    } catch (IllegalArgumentException over) {
      throw Problem.badRequest("/until: " + over.getMessage());
    }
  }

  private void endSilence(Exchange e) throws Exception {
    act(e);
    try {
      e.json(200, monitoring.endSilence(e.path("silence"), e.actor()).toJson());
    } catch (NoSuchAlertException none) {
      throw Problem.notFound(String.valueOf(none.getMessage()));
    }
  }

  private void reports(Exchange e) throws Exception {
    look(e);
    e.json(200, list("reports", monitoring.view().reports()));
  }

  private void report(Exchange e) throws Exception {
    look(e);
    e.json(200, wanted(e));
  }

  private void page(Exchange e) throws Exception {
    look(e);
    byte[] page = ReportPage.html(wanted(e)).getBytes(StandardCharsets.UTF_8);
    e.header(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    e.header("X-Content-Type-Options", "nosniff");
    e.header("Cache-Control", "no-store");
    e.bytes(200, "text/html; charset=utf-8", page);
  }

  /** A day's report, the latest, or one of this moment. */
  private JsonObject wanted(Exchange e)
      throws Problem, LogException, IOException, InterruptedException {
    String date = e.path("date");
    if (date.equals("now")) {
      return monitoring.view().reportNow();
    }
    return monitoring
        .view()
        .report(date.equals("latest") ? Optional.empty() : Optional.of(date))
        .orElseThrow(() ->
            Problem.notFound("there is no report of " + date + "; there may be latest, and now"));
  }

  private void run(Exchange e) throws Exception {
    act(e, "wait");
    String name = e.path("monitor");
    int wait = e.integer("wait", MAX_WAIT_SECONDS, 0, MAX_WAIT_SECONDS);
    boolean ended =
        monitoring
            .run(name, Duration.ofSeconds(wait))
            .orElseThrow(() -> Problem.notFound("there is no monitor " + name));
    List<JsonObject> runs = new ArrayList<>();
    for (LastRun run : monitoring.view().runs(name)) {
      runs.add(run.toJson());
    }
    e.json(
        200,
        JsonObject.builder()
            .put("monitor", name)
            .put("running", !ended)
            .put("runs", new JsonArray(List.copyOf(runs)))
            .build());
  }

  private void test(Exchange e) throws Exception {
    act(e);
    String name = e.path("channel");
    Outcome outcome =
        monitoring
            .test(name, e.actor())
            .orElseThrow(() -> Problem.notFound("there is no channel " + name));
    e.json(
        200,
        JsonObject.builder()
            .put("channel", name)
            .put("outcome", outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT))
            .put("detail", outcome.detail())
            .build());
  }
}
