package dev.intact.monitor.report;

import static dev.intact.monitor.report.ReportMessages.figure;

import dev.intact.json.JsonObject;
import dev.intact.monitor.alert.Members;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A report as a page for people: one file, without scripts and without anything to load. Made of
 * the report's JSON alone, so that the same page comes of the log at any time.
 */
public final class ReportPage {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private final JsonObject report;
  private final JsonObject totals;
  private final ZoneId zone;
  private final StringBuilder out = new StringBuilder(16_384);

  private ReportPage(JsonObject report) {
    this.report = report;
    this.totals = Members.object(report, "totals");
    this.zone = ZoneId.of(Members.string(report, "zone"));
  }

  /**
   * The page of a report.
   *
   * @param report the report
   * @return HTML 5
   */
  public static String html(JsonObject report) {
    return new ReportPage(report).page();
  }

  private String page() {
    String health = Members.string(report, "health");
    String title = "Integrity report of " + string("host") + ", " + string("date");
    out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<meta http-equiv=\"Content-Security-Policy\"")
        .append(" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>")
        .append(Html.text(title))
        .append("</title>\n<style>\n")
        .append(css())
        .append("</style>\n</head>\n<body>\n<main>\n<h1>")
        .append(Html.text(title))
        .append("</h1>\n<p class=\"muted\">Made ")
        .append(time("at", report))
        .append(" (")
        .append(Html.text(zone.getId()))
        .append(")</p>\n<div class=\"verdict ")
        .append(Html.text(health))
        .append("\"><strong>")
        .append(Html.text(word(health)))
        .append("</strong>")
        .append(Html.text(sentence()))
        .append("</div>\n");
    tiles();
    alerts();
    kinds();
    monitors();
    trend();
    out.append("<footer>Kept in the log ~monitor, signed with every other record. Who holds a")
        .append(" checkpoint of it can prove what this report said.</footer>\n")
        .append("</main>\n</body>\n</html>\n");
    return out.toString();
  }

  private static String word(String health) {
    return switch (health) {
      case "healthy" -> "Healthy";
      case "warning" -> "Needs attention";
      default -> "Critical";
    };
  }

  private String sentence() {
    long open = figure(totals, "alerts_open");
    long failed = figure(totals, "monitors_failed");
    String change =
        totals
            .integer("violations_before")
            .map(b -> {
              long more = figure(totals, "violations") - b;
              return more == 0
                  ? ", as many as in the report before"
                  : ", "
                      + Math.abs(more)
                      + (more > 0 ? " more" : " fewer")
                      + " than in the report before";
            })
            .orElse("");
    return counted(open, "open alert")
        + " ("
        + figure(totals, "alerts_new")
        + " new since yesterday), "
        + counted(figure(totals, "violations"), "unexplained violation")
        + change
        + (failed == 0 ? "." : ". " + counted(failed, "check") + " failed and vouch for nothing.");
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private void tiles() {
    out.append("<div class=\"tiles\">\n");
    tile(figure(totals, "violations"), "unexplained violations");
    tile(figure(totals, "alerts_critical"), "critical alerts");
    tile(figure(totals, "explained"), "changes explained");
    long checked = figure(totals, "items_checked");
    long expected = figure(totals, "items_expected");
    String coverage =
        expected == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100.0 * checked / expected);
    tile(coverage, "of " + number(expected) + " items checked");
    tile(
        figure(totals, "monitors_failed") + figure(totals, "monitors_late"),
        "checks failed or late");
    tile(figure(totals, "messages_given_up"), "messages given up, ever");
    out.append("</div>\n");
  }

  private void tile(long value, String label) {
    tile(number(value), label);
  }

  private void tile(String value, String label) {
    out.append("<div class=\"tile\"><b>")
        .append(Html.text(value))
        .append("</b>")
        .append(Html.text(label))
        .append("</div>\n");
  }

  private void alerts() {
    List<JsonObject> alerts = Members.objects(report, "alerts");
    out.append("<h2>Open alerts</h2>\n");
    if (alerts.isEmpty()) {
      out.append("<p>None.</p>\n");
    }
    for (JsonObject alert : alerts) {
      String level = Members.string(alert, "level");
      out.append("<div class=\"alert l-")
          .append(Html.text(level))
          .append("\"><span class=\"badge b-")
          .append(Html.text(level))
          .append("\">")
          .append(Html.text(level))
          .append("</span> <strong>")
          .append(Html.text(Members.string(alert, "monitor")))
          .append("</strong>: ")
          .append(Html.text(Members.string(alert, "summary")))
          .append("<p class=\"muted\">since ")
          .append(time("opened_at", alert))
          .append(" (")
          .append(figure(alert, "hours_open"))
          .append(" h), ")
          .append(Html.text(owner(alert)))
          .append(", <code>")
          .append(Html.text(Members.string(alert, "id")))
          .append("</code></p>");
      examples(alert);
      out.append("</div>\n");
    }
    leftOut("alerts_left_out", "more alerts");
  }

  private static String owner(JsonObject alert) {
    String state = Members.string(alert, "state");
    return alert.string("handled_by").map(w -> state + " by " + w).orElse("nobody has taken it on");
  }

  private void examples(JsonObject alert) {
    List<JsonObject> examples = Members.objects(alert, "examples");
    if (examples.isEmpty()) {
      return;
    }
    out.append("<ul>");
    for (JsonObject example : examples) {
      out.append("<li><code>")
          .append(Html.text(Members.string(example, "subject")))
          .append("</code>: ")
          .append(Html.text(Members.string(example, "detail")))
          .append("</li>");
    }
    long more = figure(alert, "violations") - examples.size();
    if (more > 0) {
      out.append("<li>and ").append(number(more)).append(" more</li>");
    }
    out.append("</ul>");
  }

  private void kinds() {
    out.append("<h2>By kind</h2>\n<table><tr><th>Kind</th><th class=\"n\">Checks</th>")
        .append("<th>Last</th><th class=\"n\">Items</th><th class=\"n\">Violations</th>")
        .append("<th class=\"n\">Explained</th><th>Status</th></tr>\n");
    for (JsonObject kind : Members.objects(report, "kinds")) {
      out.append("<tr>");
      cell(Members.string(kind, "kind"));
      cell(figure(kind, "monitors"));
      out.append("<td>").append(time("last_check", kind)).append("</td>");
      cell(figure(kind, "checked"));
      cell(figure(kind, "violations"));
      cell(figure(kind, "explained"));
      status(Members.string(kind, "status"));
      out.append("</tr>\n");
    }
    out.append("</table>\n");
  }

  private void monitors() {
    out.append("<h2>Checks</h2>\n<table><tr><th>Name</th><th>Last</th><th class=\"n\">Items</th>")
        .append("<th class=\"n\">Violations</th><th>Status</th></tr>\n");
    for (JsonObject row : Members.objects(report, "monitors")) {
      out.append("<tr><td>").append(Html.text(Members.string(row, "monitor")));
      row.string("failure")
          .ifPresent(f -> out.append("<p class=\"muted\">").append(Html.text(f)).append("</p>"));
      out.append("</td><td>").append(time("last_check", row)).append("</td>");
      out.append("<td class=\"n\">")
          .append(number(figure(row, "checked")))
          .append(
              figure(row, "checked") < figure(row, "expected")
                  ? " of " + number(figure(row, "expected"))
                  : "")
          .append("</td>");
      cell(figure(row, "violations"));
      status(Members.string(row, "status"));
      out.append("</tr>\n");
    }
    out.append("</table>\n");
    leftOut("monitors_left_out", "more checks");
  }

  private void leftOut(String name, String what) {
    long more = figure(report, name);
    if (more > 0) {
      out.append("<p class=\"muted\">and ")
          .append(number(more))
          .append(' ')
          .append(what)
          .append("</p>\n");
    }
  }

  private void cell(String text) {
    out.append("<td>").append(Html.text(text)).append("</td>");
  }

  private void cell(long value) {
    out.append("<td class=\"n\">").append(number(value)).append("</td>");
  }

  private void status(String status) {
    out.append("<td><span class=\"badge b-")
        .append(Html.text(status))
        .append("\">")
        .append(Html.text(status))
        .append("</span></td>");
  }

  /** Violations of the days before and of today, as bars. */
  private void trend() {
    List<JsonObject> days = Members.objects(report, "trend");
    if (days.isEmpty()) {
      return;
    }
    long most = Math.max(1, figure(totals, "violations"));
    for (JsonObject day : days) {
      most = Math.max(most, figure(day, "violations"));
    }
    out.append("<h2>Violations, last ")
        .append(days.size() + 1)
        .append(" reports</h2>\n<svg viewBox=\"0 0 960 150\" role=\"img\">\n");
    double width = 920.0 / (days.size() + 1);
    for (int i = 0; i <= days.size(); i++) {
      boolean today = i == days.size();
      JsonObject day = today ? totals : days.get(i);
      String date = today ? string("date") : Members.string(day, "date");
      bar(
          20 + i * width,
          width,
          figure(day, "violations"),
          most,
          date,
          day.string("health").orElse("warning"));
    }
    out.append("</svg>\n");
  }

  private void bar(double x, double width, long value, long most, String date, String health) {
    double height = 90.0 * value / most;
    String colour =
        switch (health) {
          case "healthy" -> "#1d7a46";
          case "critical" -> "#b3261e";
          default -> "#9a6100";
        };
    out.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>%s: %d</title></rect>\n",
            x + width * 0.15,
            118 - Math.max(2, height),
            Math.min(width * 0.7, 60),
            Math.max(2, height),
            colour,
            Html.text(date),
            value));
    if (width > 44) {
      out.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"138\" font-size=\"12\" fill=\"#5b6675\">%s</text>\n",
              x + width * 0.15,
              Html.text(date.length() > 5 ? date.substring(5) : date)));
    }
  }

  private String string(String name) {
    return Members.string(report, name);
  }

  private String time(String name, JsonObject json) {
    Instant at = Members.time(json, name);
    return Html.text(TIME.format(at.atZone(zone)));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value).replace(',', '\u202f');
  }

  private static String css() {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is not in the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
