package dev.intact.monitor.report;

import dev.intact.json.JsonObject;
import dev.intact.monitor.alert.Level;
import dev.intact.monitor.alert.Members;
import dev.intact.monitor.alert.Visible;
import dev.intact.monitor.message.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes the message of a report. */
public final class ReportMessages {

  private ReportMessages() {}

  /**
   * The message.
   *
   * @param id the message's id
   * @param report the report
   * @param at when it was made
   * @return with the page as HTML; its subject has the same form every day
   */
  public static Message of(String id, JsonObject report, Instant at) {
    String host = Members.string(report, "host");
    String date = Members.string(report, "date");
    String health = Members.string(report, "health");
    JsonObject totals = Members.object(report, "totals");
    String title =
        "[intact] "
            + health.toUpperCase(Locale.ROOT)
            + " "
            + host
            + " "
            + figure(totals, "alerts_open")
            + " open ("
            + figure(totals, "alerts_new")
            + " new) "
            + date;
    Level level =
        switch (health) {
          case "healthy" -> Level.INFO;
          case "warning" -> Level.WARNING;
          default -> Level.CRITICAL;
        };
    return new Message(
        id,
        Message.REPORT,
        at,
        host,
        level,
        false,
        "report-" + date,
        title,
        lines(report, totals),
        report,
        Optional.empty(),
        Optional.of(ReportPage.html(report)));
  }

  /**
   * The report of an act, with the place where it stands.
   *
   * @param act the act
   * @param index its index in the log; negative if it could not be recorded
   * @return empty if the act is of no report
   */
  public static Optional<JsonObject> recorded(JsonObject act, long index) {
    return act.object("report")
        .map(r -> index < 0 ? r : r.toBuilder().put("log_index", index).build());
  }

  private static List<String> lines(JsonObject report, JsonObject totals) {
    List<String> lines = new ArrayList<>();
    lines.add(
        figure(totals, "violations")
            + " violations"
            + totals
                .integer("violations_before")
                .map(b -> " (" + b + " in the report before)")
                .orElse("")
            + ", "
            + figure(totals, "explained")
            + " changes explained, "
            + figure(totals, "items_checked")
            + " of "
            + figure(totals, "items_expected")
            + " items checked");
    for (JsonObject alert : Members.objects(report, "alerts")) {
      lines.add(
          Visible.line(
              Members.string(alert, "level").toUpperCase(Locale.ROOT)
                  + " "
                  + Members.string(alert, "monitor")
                  + ", "
                  + Members.string(alert, "state")
                  + alert.string("handled_by").map(w -> " by " + w).orElse("")
                  + ", for "
                  + figure(alert, "hours_open")
                  + " h: "
                  + Members.string(alert, "summary"),
              400));
    }
    for (JsonObject kind : Members.objects(report, "kinds")) {
      lines.add(
          Members.string(kind, "kind")
              + ": "
              + figure(kind, "monitors")
              + " monitors, last check "
              + Members.string(kind, "last_check")
              + ", "
              + figure(kind, "violations")
              + " violations, "
              + Members.string(kind, "status"));
    }
    for (JsonObject message : Members.objects(report, "given_up")) {
      lines.add(
          Visible.line(
              "given up: "
                  + Members.string(message, "channel")
                  + ", "
                  + Members.string(message, "detail"),
              400));
    }
    lines.add(
        figure(totals, "monitors_failed")
            + " monitors failed, "
            + figure(totals, "monitors_late")
            + " late; "
            + figure(totals, "messages_waiting")
            + " messages wait, "
            + figure(totals, "messages_given_up_today")
            + " were given up since yesterday");
    return lines;
  }

  static long figure(JsonObject json, String name) {
    return json.integer(name).orElse(0L);
  }
}
