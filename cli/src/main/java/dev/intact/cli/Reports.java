package dev.intact.cli;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The reports of the REST interface, for people. */
final class Reports {

  private Reports() {}

  /** The verdict of an integrity report. */
  static Verdict verdict(JsonObject report) {
    String name = report.string("verdict").orElse("none");
    for (Verdict verdict : Verdict.values()) {
      if (verdict.name().equals(name)) {
        return verdict;
      }
    }
    throw new IllegalStateException("the report's verdict is not known: " + name);
  }

  /** The reports of several logs; at least one. */
  static List<JsonObject> ofLogs(JsonObject answer) {
    List<JsonObject> reports = new ArrayList<>();
    for (JsonValue log : answer.array("logs").orElse(List.of())) {
      if (!(log instanceof JsonObject report)) {
        throw new IllegalStateException("a report of a log is no object");
      }
      reports.add(report);
    }
    if (reports.isEmpty()) {
      throw new IllegalStateException("there is no log of the installation to verify");
    }
    return reports;
  }

  /** 1 if anything was found, else 3 if anything could not be established. */
  static int exitCode(List<JsonObject> reports) {
    Set<Integer> codes = new HashSet<>();
    reports.forEach(r -> codes.add(verdict(r).exitCode()));
    return codes.contains(1) ? 1 : codes.stream().mapToInt(c -> c).max().orElse(3);
  }

  /** An integrity report, one line and then one or more a finding. */
  static String text(JsonObject report) {
    StringBuilder text =
        new StringBuilder()
            .append(verdict(report))
            .append("  trail ")
            .append(report.string("trail").orElse("?"))
            .append(": ")
            .append(number(report, "total_records_checked"))
            .append(" of ")
            .append(number(report, "records_expected"))
            .append(" records checked against the checkpoint of size ")
            .append(report.object("checkpoint").map(c -> number(c, "size")).orElse("?"))
            .append(" in ")
            .append(number(report, "duration_ms"))
            .append(" ms");
    for (JsonValue finding : report.array("findings").orElse(List.of())) {
      text.append('\n')
          .append(finding instanceof JsonObject f ? Finding.parse(f).toText() : Json.text(finding));
    }
    return text.toString();
  }

  private static String number(JsonObject json, String name) {
    return json.integer(name).map(String::valueOf).orElse("?");
  }

  /** An act of the chain of custody. */
  static String act(JsonObject act) {
    String time =
        act.object("integrity")
            .flatMap(i -> i.string("created_at"))
            .or(() -> act.string("created_at"))
            .or(() -> act.string("timestamp"))
            .orElse("-");
    String who =
        act.string("actor").or(() -> act.object("actor").flatMap(a -> a.string("id"))).orElse("-");
    return time
        + "  "
        + act.string("event_type").orElse(act.string("action").orElse("-"))
        + "  "
        + who;
  }
}
