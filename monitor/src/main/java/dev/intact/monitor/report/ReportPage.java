package dev.intact.monitor.report;

import static dev.intact.monitor.report.ReportMessages.figure;

import dev.intact.json.JsonBoolean;
import dev.intact.json.JsonObject;
import dev.intact.monitor.alert.Members;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A report as a page for people, and as a mail: one file, without scripts and without anything to
 * load. The verdict stands first. Made of the report's JSON alone, so that the same page comes of
 * the log at any time.
 */
public final class ReportPage {

  private final JsonObject report;
  private final JsonObject totals;
  private final Markup out;

  private ReportPage(JsonObject report) {
    this.report = report;
    this.totals = Members.object(report, "totals");
    this.out = new Markup(ZoneId.of(Members.string(report, "zone")));
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
    String title = "Integrity report of " + string("host") + ", " + string("date");
    out.tags("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .tags("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .tags("<meta name=\"color-scheme\" content=\"light dark\">\n")
        .tags("<meta http-equiv=\"Content-Security-Policy\"")
        .tags(" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>")
        .text(title)
        .tags("</title>\n<style>\n")
        .tags(css())
        .tags("</style>\n</head>\n<body>\n<main>\n<h1>")
        .text(title)
        .tags("</h1>\n<p class=\"muted\">Made ")
        .time(report, "at")
        .tags(" (")
        .text(string("zone"))
        .tags(")</p>\n");
    verdict();
    tiles();
    alerts();
    ReportTables tables = new ReportTables(report, totals, out);
    tables.verdicts();
    tables.resolved();
    tables.kinds();
    tables.monitors();
    tables.approved();
    tables.notifications();
    tables.trend();
    footer();
    return out.tags("</main>\n</body>\n</html>\n").toString();
  }

  private void verdict() {
    String health = string("health");
    String word =
        switch (health) {
          case "healthy" -> "Healthy";
          case "warning" -> "Needs attention";
          default -> "Critical";
        };
    out.tags("<div class=\"verdict ").text(health).tags("\"><strong>").text(word);
    out.tags("</strong>\n").text(sentence()).tags("</div>\n");
  }

  /** What the verdict rests on, and how that differs from the report before. */
  private String sentence() {
    List<String> parts = new ArrayList<>();
    parts.add(
        counted(figure(totals, "alerts_open"), "open alert")
            + " ("
            + figure(totals, "alerts_new")
            + " new since yesterday, "
            + figure(totals, "alerts_resolved")
            + " over)");
    parts.add(counted(figure(totals, "violations"), "unexplained violation") + change());
    StringBuilder text = new StringBuilder(String.join(", ", parts)).append('.');
    long failed = figure(totals, "monitors_failed");
    if (failed > 0) {
      text.append(' ')
          .append(counted(failed, "check"))
          .append(" failed and ")
          .append(failed == 1 ? "vouches" : "vouch")
          .append(" for nothing.");
    }
    long late = figure(totals, "monitors_late");
    if (late > 0) {
      text.append(' ')
          .append(counted(late, "check"))
          .append(late == 1 ? " is late." : " are late.");
    }
    long lost = figure(totals, "messages_given_up_today");
    if (lost > 0) {
      text.append(' ').append(counted(lost, "notification")).append(" could not be delivered.");
    }
    return text.toString();
  }

  private String change() {
    return totals
        .integer("violations_before")
        .map(before -> {
          long more = figure(totals, "violations") - before;
          return more == 0
              ? ", as many as in the report before"
              : ", "
                  + Math.abs(more)
                  + (more > 0 ? " more" : " fewer")
                  + " than in the report before";
        })
        .orElse("");
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private void tiles() {
    out.tags("<div class=\"tiles\">\n");
    tile(figure(totals, "violations"), "unexplained violations");
    tile(figure(totals, "alerts_critical"), "critical alerts");
    tile(figure(totals, "explained"), "changes explained");
    long checked = figure(totals, "items_checked");
    long expected = figure(totals, "items_expected");
    // Cut, never rounded up: what is not all is not 100 %.
    String coverage =
        expected == 0
            ? "\u2013"
            : String.format(
                Locale.ROOT, "%.1f\u202f%%", Math.floor(1000.0 * checked / expected) / 10);
    out.tags("<div class=\"tile\"><b>").text(coverage).tags("</b> of ").number(expected);
    out.tags(" items verified</div>\n");
    tile(
        figure(totals, "monitors_failed") + figure(totals, "monitors_late"),
        "checks failed or late");
    tile(figure(totals, "messages_given_up_today"), "notifications given up");
    out.tags("</div>\n");
  }

  private void tile(long value, String label) {
    out.tags("<div class=\"tile\"><b>").number(value).tags("</b> ").text(label).tags("</div>\n");
  }

  private void alerts() {
    List<JsonObject> alerts = Members.objects(report, "alerts");
    out.heading("Open alerts");
    if (alerts.isEmpty()) {
      out.tags("<p>None.</p>\n");
    }
    for (JsonObject alert : alerts) {
      String level = Members.string(alert, "level");
      out.tags("<div class=\"alert l-").text(level).tags("\">").badge(level).tags(" <strong>");
      out.text(Members.string(alert, "monitor")).tags("</strong>: ");
      out.text(what(alert)).tags("<p class=\"muted\">since ").time(alert, "opened_at").tags(" (");
      out.text(age(figure(alert, "hours_open"))).tags("), ").text(owner(alert)).tags(", <code>");
      out.text(Members.string(alert, "id")).tags("</code></p>");
      examples(alert);
      out.tags("</div>\n");
    }
    out.leftOut(figure(report, "alerts_left_out"), "more alerts");
  }

  private static String what(JsonObject alert) {
    String summary = Members.string(alert, "summary");
    return switch (Members.string(alert, "cause")) {
      case "monitor_failed" -> "the check failed: " + summary;
      case "channel_failed" -> "the channel fails: " + summary;
      case "config_refused" -> "a configuration was refused: " + summary;
      default -> summary;
    };
  }

  private static String age(long hours) {
    if (hours < 1) {
      return "less than an hour";
    }
    return hours < 48 ? counted(hours, "hour") : counted(hours / 24, "day");
  }

  private static String owner(JsonObject alert) {
    String who =
        alert
            .string("handled_by")
            .map(w -> Members.string(alert, "state") + " by " + w + reason(alert))
            .orElse("nobody has taken it on");
    boolean silenced = alert.get("silenced").equals(Optional.of(new JsonBoolean(true)));
    return silenced ? who + ", silenced" : who;
  }

  private static String reason(JsonObject alert) {
    return alert.string("reason").filter(r -> !r.isBlank()).map(r -> " (" + r + ")").orElse("");
  }

  private void examples(JsonObject alert) {
    List<JsonObject> examples = Members.objects(alert, "examples");
    if (examples.isEmpty()) {
      return;
    }
    out.tags("<ul>");
    for (JsonObject example : examples) {
      out.tags("<li><code>").text(Members.string(example, "subject")).tags("</code>: ");
      out.text(ReportTables.words(Members.string(example, "verdict"))).tags(", ");
      out.text(Members.string(example, "detail")).tags("</li>\n");
    }
    long more = figure(alert, "violations") - examples.size();
    if (more > 0) {
      out.tags("<li>and ").number(more).tags(" more</li>");
    }
    out.tags("</ul>");
  }

  private void footer() {
    out.tags("<footer>");
    report
        .integer("log_index")
        .ifPresentOrElse(
            index ->
                out.tags("Record ")
                    .number(index)
                    .tags(" of the log <code>~monitor</code>, covered by its signed checkpoints: ")
                    .tags("who keeps one can prove what this report said."),
            () -> out.tags("A report of this moment, which is not kept."));
    out.tags("</footer>\n");
  }

  private String string(String name) {
    return Members.string(report, name);
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
