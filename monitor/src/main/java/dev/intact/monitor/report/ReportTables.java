package dev.intact.monitor.report;

import static dev.intact.monitor.report.ReportMessages.figure;

import dev.intact.json.JsonObject;
import dev.intact.monitor.alert.Members;
import dev.intact.monitor.report.Markup.Column;
import java.util.List;
import java.util.Locale;

/** The parts of a report's page that are tables. */
final class ReportTables {

  /** So many days of the trend; more would not be told apart. */
  private static final int MAX_DAYS = 14;

  private static final int BAR_PIXELS = 80;

  private final JsonObject report;
  private final JsonObject totals;
  private final Markup out;

  ReportTables(JsonObject report, JsonObject totals, Markup out) {
    this.report = report;
    this.totals = totals;
    this.out = out;
  }

  private List<JsonObject> list(String name) {
    return Members.objects(report, name);
  }

  /** A verdict as words: CONTENT_TAMPERED is content tampered. */
  static String words(String verdict) {
    return verdict.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  void verdicts() {
    List<JsonObject> verdicts = list("verdicts");
    if (verdicts.isEmpty()) {
      return;
    }
    List<Column> columns = List.of(Column.of("What is wrong"), Column.number("How often"));
    out.heading("Unexplained, by what it is");
    out.beginTable(columns);
    for (JsonObject verdict : verdicts) {
      out.tags("<tr>").cell(columns.get(0)).text(words(Members.string(verdict, "verdict")));
      out.cell(columns.get(1)).number(figure(verdict, "count")).tags("</tr>\n");
    }
    out.endTable();
  }

  void resolved() {
    List<JsonObject> resolved = list("resolved");
    if (resolved.isEmpty()) {
      return;
    }
    List<Column> columns = List.of(Column.of("Alert"), Column.of("Over since"), Column.of("How"));
    out.heading("Over since yesterday");
    out.beginTable(columns);
    for (JsonObject alert : resolved) {
      out.tags("<tr>").cell(columns.get(0)).text(Members.string(alert, "monitor"));
      out.tags("<p class=\"muted\">").text(Members.string(alert, "summary")).tags("</p>");
      out.cell(columns.get(1)).time(alert, "at").cell(columns.get(2));
      String by = Members.string(alert, "by");
      out.text((by.equals("intact") ? "" : by + ": ") + Members.string(alert, "reason"));
      out.tags("</tr>\n");
    }
    out.endTable();
    out.leftOut(figure(report, "resolved_left_out"), "more");
  }

  void kinds() {
    List<JsonObject> kinds = list("kinds");
    out.heading("Coverage");
    if (kinds.isEmpty()) {
      out.tags("<p>Nothing was checked yet.</p>\n");
      return;
    }
    List<Column> columns =
        List.of(
            Column.of("What is watched"),
            Column.number("Checks"),
            Column.of("Last check"),
            Column.number("Items verified"),
            Column.number("Unexplained"),
            Column.number("Explained"),
            Column.of("Status"));
    out.beginTable(columns);
    for (JsonObject kind : kinds) {
      out.tags("<tr>").cell(columns.get(0)).text(Members.string(kind, "kind"));
      out.cell(columns.get(1)).number(figure(kind, "monitors"));
      figures(kind, columns.subList(2, columns.size()));
    }
    out.endTable();
  }

  /** What rows of kinds and of checks have in common; ends the row. */
  private void figures(JsonObject row, List<Column> columns) {
    out.cell(columns.get(0)).time(row, "last_check");
    out.cell(columns.get(1)).number(figure(row, "checked"));
    if (figure(row, "checked") < figure(row, "expected")) {
      out.tags(" of ").number(figure(row, "expected"));
    }
    out.cell(columns.get(2)).number(figure(row, "violations"));
    out.cell(columns.get(3)).number(figure(row, "explained"));
    out.cell(columns.get(4)).badge(Members.string(row, "status")).tags("</tr>\n");
  }

  void monitors() {
    List<JsonObject> monitors = list("monitors");
    if (monitors.isEmpty()) {
      return;
    }
    List<Column> columns =
        List.of(
            Column.of("Check"),
            Column.of("Last check"),
            Column.number("Items verified"),
            Column.number("Unexplained"),
            Column.number("Explained"),
            Column.of("Status"));
    out.heading("Every check");
    out.beginTable(columns);
    for (JsonObject row : monitors) {
      out.tags("<tr>").cell(columns.get(0)).text(Members.string(row, "monitor"));
      row.string("failure").ifPresent(f -> out.tags("<p class=\"muted\">").text(f).tags("</p>"));
      figures(row, columns.subList(1, columns.size()));
    }
    out.endTable();
    out.leftOut(figure(report, "monitors_left_out"), "more checks");
  }

  /** Left out where nobody knows of approvals: that is another thing than none. */
  void approved() {
    if (report.array("approved").isEmpty()) {
      return;
    }
    out.heading("Approved changes");
    List<JsonObject> approved = list("approved");
    if (approved.isEmpty()) {
      out.tags("<p>None since yesterday.</p>\n");
      return;
    }
    List<Column> columns =
        List.of(Column.of("What"), Column.of("When"), Column.of("By whom"), Column.of("Why"));
    out.beginTable(columns);
    for (JsonObject one : approved) {
      out.tags("<tr>").cell(columns.get(0)).text(Members.string(one, "subject"));
      out.tags("<p class=\"muted\">").text(Members.string(one, "what")).tags("</p>");
      out.cell(columns.get(1)).time(one, "at");
      out.cell(columns.get(2)).text(Members.string(one, "by"));
      out.cell(columns.get(3)).text(Members.string(one, "reason")).tags("</tr>\n");
    }
    out.endTable();
    out.leftOut(figure(report, "approved_left_out"), "more");
  }

  void notifications() {
    long waiting = figure(totals, "messages_waiting");
    List<JsonObject> lost = list("given_up");
    out.heading("Notifications");
    if (lost.isEmpty()) {
      out.tags("<p>")
          .text(waiting == 0 ? "All were delivered." : "None was given up since yesterday; ");
      if (waiting > 0) {
        out.number(waiting).text(waiting == 1 ? " still waits." : " still wait.");
      }
      out.tags("</p>\n");
      return;
    }
    out.tags("<p><span class=\"badge b-failed\">")
        .number(figure(totals, "messages_given_up_today"));
    out.tags(" given up</span> since yesterday: whoever reads these channels was not told. ");
    out.number(waiting).tags(" wait.</p>\n");
    List<Column> columns = List.of(Column.of("Channel"), Column.of("When"), Column.of("Why"));
    out.beginTable(columns);
    for (JsonObject message : lost) {
      out.tags("<tr>").cell(columns.get(0)).text(Members.string(message, "channel"));
      out.cell(columns.get(1)).time(message, "at");
      out.cell(columns.get(2)).text(Members.string(message, "detail")).tags("</tr>\n");
    }
    out.endTable();
    out.leftOut(figure(report, "given_up_left_out"), "more");
  }

  /** A bar a day: a table, which every mail program shows. */
  void trend() {
    List<JsonObject> before = list("trend");
    if (before.isEmpty()) {
      return;
    }
    List<JsonObject> days =
        before.subList(Math.max(0, before.size() - MAX_DAYS + 1), before.size());
    long most = figure(totals, "violations");
    for (JsonObject day : days) {
      most = Math.max(most, figure(day, "violations"));
    }
    out.heading("Unexplained violations, last " + (days.size() + 1) + " reports");
    out.tags("<table class=\"trend\"><tbody><tr>\n");
    for (JsonObject day : days) {
      bar(Members.string(day, "date"), figure(day, "violations"), health(day), most);
    }
    bar(Members.string(report, "date"), figure(totals, "violations"), health(totals), most);
    out.tags("</tr></tbody></table>\n");
  }

  private static String health(JsonObject day) {
    return day.string("health").orElse("warning");
  }

  private void bar(String date, long value, String health, long most) {
    long height = 3 + (most == 0 ? 0 : (BAR_PIXELS - 3) * value / most);
    out.tags("<td title=\"").text(date + ": " + health).tags("\">").number(value);
    out.tags("<div class=\"bar b-").text(health).tags("\" style=\"height:").number(height);
    out.tags("px\"></div><span class=\"muted\">");
    out.text(date.length() > 5 ? date.substring(5) : date).tags("</span></td>\n");
  }
}
