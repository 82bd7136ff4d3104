package dev.intact.cli;

import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.monitor.alert.Visible;
import java.util.List;

/** What monitoring knows, for people. */
final class WatchReports {

  private static final int MAX_LINE = 400;

  private WatchReports() {}

  private static String string(JsonObject json, String name) {
    return json.string(name).orElse("?");
  }

  private static long number(JsonObject json, String name) {
    return json.integer(name).orElse(0L);
  }

  private static String line(String text) {
    return Visible.line(text, MAX_LINE);
  }

  /** A monitor's last run, one line. */
  static String run(JsonObject run) {
    JsonObject report = run.object("report").orElse(JsonObject.empty());
    String result =
        switch (string(run, "status")) {
          case "not_run" -> "not run yet";
          case "failed" -> run.string("failure").orElse("?");
          default ->
              violations(number(report, "violations"))
                  + ", "
                  + number(report, "checked")
                  + " of "
                  + number(report, "expected")
                  + " checked";
        };
    return line(
        string(run, "status")
            + "  "
            + string(run, "monitor")
            + run.string("at").map(t -> "  " + t).orElse("")
            + "  "
            + result);
  }

  /** Health first, then a line for each monitor and channel. */
  static String status(JsonObject status) {
    StringBuilder text = new StringBuilder(string(status, "health"));
    text.append("  ").append(number(status, "alerts_open")).append(" alerts open");
    for (JsonValue run : status.array("monitors").orElse(List.of())) {
      if (run instanceof JsonObject object) {
        text.append('\n').append(run(object));
      }
    }
    for (JsonValue value : status.array("channels").orElse(List.of())) {
      if (value instanceof JsonObject channel) {
        text.append("\nchannel ")
            .append(string(channel, "channel"))
            .append(" (")
            .append(string(channel, "type"))
            .append("): ")
            .append(number(channel, "messages_waiting"))
            .append(" messages wait");
      }
    }
    return text.toString();
  }

  /** An alert: one line, and one for each thing that it shows. */
  static String alert(JsonObject alert) {
    StringBuilder text =
        new StringBuilder(
            line(
                string(alert, "level")
                    + "  "
                    + string(alert, "state")
                    + "  "
                    + string(alert, "id")
                    + "  "
                    + string(alert, "monitor")
                    + "  since "
                    + string(alert, "opened_at")
                    + "  "
                    + cause(alert)
                    + string(alert, "summary")));
    for (JsonValue value : alert.array("shown").orElse(List.of())) {
      if (value instanceof JsonObject shown) {
        text.append('\n')
            .append(
                line(
                    "    "
                        + string(shown, "verdict")
                        + "  "
                        + string(shown, "subject")
                        + ": "
                        + string(shown, "detail")));
      }
    }
    alert
        .string("handled_by")
        .ifPresent(who ->
            text.append('\n')
                .append(line("    by " + who + ": " + alert.string("reason").orElse(""))));
    return text.toString();
  }

  private static String violations(long count) {
    return count + (count == 1 ? " violation" : " violations");
  }

  /** A summary of violations says itself what it is. */
  private static String cause(JsonObject alert) {
    String cause = string(alert, "cause");
    return cause.equals("violations") ? "" : cause + ": ";
  }

  /** A silence, one line. */
  static String silence(JsonObject silence) {
    return line(
        string(silence, "id")
            + "  "
            + string(silence, "monitors")
            + "  until "
            + string(silence, "until")
            + "  by "
            + string(silence, "by")
            + ": "
            + string(silence, "reason"));
  }

  /** The exit code of last runs: what was found counts more than what could not be established. */
  static int exitCode(List<JsonObject> runs) {
    int code = 0;
    for (JsonObject run : runs) {
      boolean found = number(run.object("report").orElse(JsonObject.empty()), "violations") > 0;
      if (found) {
        return 1;
      }
      code = string(run, "status").equals("clean") ? code : 3;
    }
    return code;
  }
}
