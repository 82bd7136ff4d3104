package dev.intact.monitor.report;

import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.alert.Level;
import dev.intact.monitor.alert.Members;
import dev.intact.monitor.alert.Visible;
import dev.intact.monitor.config.MonitorConfig;
import dev.intact.monitor.state.LastRun;
import dev.intact.monitor.state.MonitorState;
import dev.intact.monitor.state.Tallies;
import dev.intact.record.RecordTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Makes the daily report as JSON: small enough for one record, whatever is wrong. */
public final class DailyReport {

  private static final int MAX_BYTES = 50_000;
  private static final int MAX_ROWS = 60;
  private static final int MAX_ALERTS = 20;
  private static final int MAX_EXAMPLES = 5;
  private static final int MAX_LINE = 200;

  /** What counts as since yesterday. */
  public static final Duration DAY = Duration.ofDays(1);

  private static final Comparator<LastRun> WORST_FIRST =
      Comparator.comparing((LastRun r) -> r.failure().isEmpty())
          .thenComparing(r -> r.violations() == 0);

  private final MonitorState state;
  private final MonitorConfig config;
  private final Optional<List<Approval>> approvals;
  private final Instant now;
  private final List<LastRun> runs;
  private final List<Alert> active;
  private final List<Alert> resolved;

  private DailyReport(
      MonitorState state, MonitorConfig config, Optional<List<Approval>> approvals, Instant now) {
    this.state = state;
    this.config = config;
    this.approvals = approvals;
    this.now = now;
    this.runs = state.runs().stream().sorted(WORST_FIRST).toList();
    this.active = state.book().active();
    this.resolved = state.book().resolved().stream().filter(a -> isToday(a.changedAt())).toList();
  }

  /**
   * The report of a day.
   *
   * @param state what is known
   * @param config what is watched
   * @param host where
   * @param approvals what people approved within the last day; empty if that is not known
   * @param date the day
   * @param now the time
   * @return the report
   */
  public static JsonObject of(
      MonitorState state,
      MonitorConfig config,
      String host,
      Optional<List<Approval>> approvals,
      LocalDate date,
      Instant now) {
    DailyReport maker = new DailyReport(state, config, approvals, now);
    JsonObject report = maker.make(host, date, MAX_ROWS, MAX_ALERTS);
    int rows = MAX_ROWS;
    int alerts = MAX_ALERTS;
    while (Json.canonical(report).length > MAX_BYTES && rows > 1) {
      rows /= 2;
      alerts = Math.max(1, alerts / 2);
      report = maker.make(host, date, rows, alerts);
    }
    return report;
  }

  private boolean isToday(Instant at) {
    return at.isAfter(now.minus(DAY));
  }

  private JsonObject make(String host, LocalDate date, int rows, int most) {
    JsonObject.Builder report =
        JsonObject.builder()
            .put("date", date.toString())
            .put("zone", config.report().zone().getId())
            .put("at", RecordTime.format(now))
            .put("host", Visible.line(host, 100))
            .put("health", Health.of(state, config, now).text())
            .put("totals", totals())
            .put("verdicts", verdicts())
            .put("kinds", Members.array(kinds(runs)))
            .put("trend", trend(state));
    some(report, "monitors", rows, runs, DailyReport::row);
    some(report, "alerts", most, active, this::alert);
    some(report, "resolved", most, resolved, DailyReport::ended);
    some(report, "given_up", most, lost(), DailyReport::givenUp);
    approvals.ifPresent(all -> some(report, "approved", most, all, DailyReport::approval));
    return report.build();
  }

  /** The first of a list, and how many more there are. */
  private static <T> void some(
      JsonObject.Builder report,
      String name,
      int most,
      List<T> all,
      Function<T, JsonObject> toJson) {
    report.put(name, Members.array(all.stream().limit(most).map(toJson).toList()));
    report.put(name + "_left_out", Math.max(0, all.size() - most));
  }

  private List<MonitorState.GivenUp> lost() {
    return state.lost().reversed().stream().filter(g -> isToday(g.at())).toList();
  }

  private JsonObject totals() {
    long late =
        config.monitors().stream()
            .filter(m -> Health.freshness(state, m, now) != Health.HEALTHY)
            .filter(m -> Health.runsOf(state, m).stream().noneMatch(r -> r.failure().isPresent()))
            .count();
    JsonObject.Builder totals =
        JsonObject.builder()
            .put("health", Health.of(state, config, now).text())
            .put("monitors", runs.size())
            .put("monitors_failed", runs.stream().filter(r -> r.failure().isPresent()).count())
            .put("monitors_late", late)
            .put("violations", sum(runs, "violations"))
            .put("explained", sum(runs, "explained"))
            .put("items_checked", verified(runs))
            .put("items_expected", sum(runs, "expected"))
            .put("alerts_open", active.size())
            .put(
                "alerts_critical", active.stream().filter(a -> a.level() == Level.CRITICAL).count())
            .put("alerts_new", active.stream().filter(a -> isToday(a.openedAt())).count())
            .put("alerts_resolved", resolved.size())
            .put("messages_waiting", state.outbox().pending().size())
            .put("messages_given_up", state.tallies().all(Tallies.Kind.GIVEN_UP))
            .put("messages_given_up_today", lost().size());
    approvals.ifPresent(all -> totals.put("approved", all.size()));
    before(state)
        .ifPresent(
            b -> totals.put("violations_before", b.summary().integer("violations").orElse(0L)));
    return totals.build();
  }

  /** What is wrong and not explained, by what it is, the most common first. */
  private JsonArray verdicts() {
    Map<String, Long> counts = new TreeMap<>();
    for (LastRun run : runs) {
      run.report()
          .flatMap(r -> r.object("violations_by_verdict"))
          .ifPresent(
              by -> by.names().forEach(n -> counts.merge(n, by.integer(n).orElse(0L), Long::sum)));
    }
    return Members.array(
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(e ->
                JsonObject.builder().put("verdict", e.getKey()).put("count", e.getValue()).build())
            .toList());
  }

  private static JsonObject ended(Alert alert) {
    return JsonObject.builder()
        .put("id", alert.id())
        .put("monitor", Visible.line(alert.target().monitor(), 100))
        .put("summary", alert.summary())
        .put("at", RecordTime.format(alert.changedAt()))
        .put("by", Visible.line(alert.handledBy().orElse("intact"), 100))
        .put("reason", Visible.line(alert.reason().orElse(""), MAX_LINE))
        .build();
  }

  private static JsonObject givenUp(MonitorState.GivenUp message) {
    return JsonObject.builder()
        .put("at", RecordTime.format(message.at()))
        .put("channel", Visible.line(message.channel(), 100))
        .put("detail", Visible.line(message.detail(), MAX_LINE))
        .build();
  }

  private static JsonObject approval(Approval approval) {
    return JsonObject.builder()
        .put("at", RecordTime.format(approval.at()))
        .put("subject", Visible.line(approval.subject(), 100))
        .put("by", Visible.line(approval.by(), 100))
        .put("reason", Visible.line(approval.reason(), MAX_LINE))
        .put("what", Visible.line(approval.what(), MAX_LINE))
        .build();
  }

  private static Optional<MonitorState.Made> before(MonitorState state) {
    List<MonitorState.Made> reports = state.reports();
    return reports.isEmpty() ? Optional.empty() : Optional.of(reports.getLast());
  }

  private static long sum(List<LastRun> runs, String figure) {
    return runs.stream().mapToLong(r -> r.figure(figure)).sum();
  }

  /** What a check that failed has read, then or before, vouches for nothing. */
  private static long verified(List<LastRun> runs) {
    return sum(runs.stream().filter(r -> r.failure().isEmpty()).toList(), "checked");
  }

  /** Per kind of monitor: how many, the last check, violations, status. */
  private static List<JsonObject> kinds(List<LastRun> runs) {
    Map<String, List<LastRun>> byKind = new TreeMap<>();
    runs.forEach(r -> byKind.computeIfAbsent(r.target().kind(), k -> new ArrayList<>()).add(r));
    List<JsonObject> rows = new ArrayList<>();
    byKind.forEach((kind, of) -> {
      Instant last = of.stream().map(LastRun::at).max(Instant::compareTo).orElseThrow();
      long failed = of.stream().filter(r -> r.failure().isPresent()).count();
      long violations = sum(of, "violations");
      rows.add(
          JsonObject.builder()
              .put("kind", Visible.line(kind, 40))
              .put("monitors", of.size())
              .put("last_check", RecordTime.format(last))
              .put("violations", violations)
              .put("explained", sum(of, "explained"))
              .put("checked", verified(of))
              .put("expected", sum(of, "expected"))
              .put("failed", failed)
              .put("status", failed > 0 ? "failed" : violations > 0 ? "violations" : "clean")
              .build());
    });
    return rows;
  }

  private static JsonObject row(LastRun run) {
    JsonObject.Builder row =
        JsonObject.builder()
            .put("monitor", Visible.line(run.target().monitor(), 100))
            .put("kind", Visible.line(run.target().kind(), 40))
            .put("last_check", RecordTime.format(run.at()))
            .put("violations", run.violations())
            .put("explained", run.figure("explained"))
            .put("checked", verified(List.of(run)))
            .put("expected", run.figure("expected"))
            .put(
                "status",
                run.failure().isPresent()
                    ? "failed"
                    : run.violations() > 0 ? "violations" : "clean");
    run.failure().ifPresent(f -> row.put("failure", Visible.line(f, 200)));
    run.succeededAt().ifPresent(t -> row.put("succeeded_at", RecordTime.format(t)));
    return row.build();
  }

  private JsonObject alert(Alert alert) {
    List<JsonValue> examples = new ArrayList<>();
    alert.shown().stream().limit(MAX_EXAMPLES).forEach(v -> examples.add(v.toJson()));
    JsonObject.Builder json =
        JsonObject.builder()
            .put("id", alert.id())
            .put("monitor", Visible.line(alert.target().monitor(), 100))
            .put("level", alert.level().text())
            .put("state", alert.state().text())
            .put("cause", alert.cause().text())
            .put("summary", alert.summary())
            .put("opened_at", RecordTime.format(alert.openedAt()))
            .put("hours_open", Math.max(0, Duration.between(alert.openedAt(), now).toHours()))
            .put("violations", alert.violations())
            .put("silenced", state.book().isSilenced(alert, now))
            .put("examples", new JsonArray(examples));
    alert.handledBy().ifPresent(who -> json.put("handled_by", Visible.line(who, 100)));
    alert.reason().ifPresent(why -> json.put("reason", Visible.line(why, MAX_LINE)));
    return json.build();
  }

  private static JsonArray trend(MonitorState state) {
    List<JsonValue> days = new ArrayList<>();
    for (MonitorState.Made made : state.reports()) {
      days.add(
          JsonObject.builder()
              .put("date", made.date())
              .put("health", made.summary().string("health").orElse("unknown"))
              .put("violations", made.summary().integer("violations").orElse(0L))
              .put("alerts_open", made.summary().integer("alerts_open").orElse(0L))
              .build());
    }
    return new JsonArray(days);
  }

  /**
   * Whether a report tells of anything wrong.
   *
   * @param report the report
   * @return true unless everything is healthy
   */
  public static boolean isWorthSending(JsonObject report) {
    return !report.string("health").equals(Optional.of(Health.HEALTHY.text()));
  }
}
