package dev.intact.cli;

import dev.intact.files.scan.ByteString;
import dev.intact.finding.Finding;
import dev.intact.json.Json;
import dev.intact.json.JsonNumber;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonString;
import dev.intact.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is said of sets of files, for people: a line a finding, and nothing that a terminal would
 * act upon.
 */
final class FilesReports {

  private static final int MAX_SHOWN = 100;

  private FilesReports() {}

  /** Text that somebody else wrote. */
  private static String safe(String text) {
    return ByteString.utf8(text).display();
  }

  private static String text(JsonObject json, String name) {
    return safe(json.string(name).orElse("-"));
  }

  private static String number(JsonObject json, String name) {
    return json.integer(name).map(n -> String.format(Locale.ROOT, "%,d", n)).orElse("?");
  }

  private static String plural(JsonObject json, String name, String one, String many) {
    return number(json, name) + " " + (json.integer(name).orElse(0L) == 1 ? one : many);
  }

  /** How many entries were not established. */
  static int problems(JsonObject recorded) {
    return recorded.array("problems").orElse(List.of()).size();
  }

  static String baseline(JsonObject recorded) {
    return "baseline of set "
        + text(recorded, "set")
        + ": "
        + plural(recorded, "entries", "entry", "entries")
        + ", "
        + plural(recorded, "bytes_hashed", "byte", "bytes")
        + " hashed"
        + carried(recorded)
        + excluded(recorded)
        + ", record "
        + number(recorded, "index")
        + lines(recorded, "problems");
  }

  private static String carried(JsonObject json) {
    return json.integer("carried").orElse(0L) == 0
        ? ""
        : ", "
            + plural(json, "carried", "file", "files")
            + " as an interrupted baseline had read "
            + (json.integer("carried").orElse(0L) == 1 ? "it" : "them");
  }

  private static String excluded(JsonObject json) {
    return json.integer("excluded").orElse(0L) == 0
        ? ""
        : ", " + number(json, "excluded") + " left out";
  }

  static String accept(JsonObject recorded) {
    long entries = recorded.integer("entries").orElse(0L);
    if (entries == 0) {
      return "nothing to accept in set "
          + text(recorded, "set")
          + ": it is as it was recorded"
          + lines(recorded, "problems");
    }
    StringBuilder text =
        new StringBuilder("accepted in set ")
            .append(text(recorded, "set"))
            .append(": ")
            .append(plural(recorded, "entries", "entry", "entries"))
            .append(", record ")
            .append(number(recorded, "index"));
    List<JsonValue> paths = recorded.array("paths").orElse(List.of());
    for (JsonValue path : paths.subList(0, Math.min(MAX_SHOWN, paths.size()))) {
      text.append("\n  ").append(path instanceof JsonString s ? s.value() : Json.text(path));
    }
    if (entries > Math.min(MAX_SHOWN, paths.size())) {
      text.append("\n  and ").append(entries - Math.min(MAX_SHOWN, paths.size())).append(" more");
    }
    return text + lines(recorded, "problems");
  }

  static String check(JsonObject report) {
    boolean quick = report.string("mode").orElse("").equals("quick");
    StringBuilder text =
        new StringBuilder()
            .append(Reports.verdict(report))
            .append("  set ")
            .append(text(report, "subject"))
            .append(": ")
            .append(number(report, "checked"))
            .append(" of ")
            .append(plural(report, "expected", "entry", "entries"))
            .append(" checked, ")
            .append(plural(report, "violations", "violation", "violations"));
    if (report.integer("explained").orElse(0L) > 0) {
      text.append(", ").append(number(report, "explained")).append(" explained");
    }
    text.append(excluded(report))
        .append(", score ")
        .append(report.get("score").map(FilesReports::decimal).orElse("?"))
        .append(" %, in ")
        .append(number(report, "duration_ms"))
        .append(" ms");
    if (quick) {
      text.append("\nquick: ")
          .append(plural(report, "trusted_by_times", "file was", "files were"))
          .append(" not read, inode, size and times being as recorded; the last full check began ")
          .append(text(report, "last_full_check"));
    }
    text.append(lines(report, "findings"));
    report
        .array("notes")
        .orElse(List.of())
        .forEach(n ->
            text.append("\nnote: ")
                .append(n instanceof JsonString s ? safe(s.value()) : Json.text(n)));
    long shown = report.array("findings").orElse(List.of()).size();
    long all = report.integer("violations").orElse(0L) + report.integer("explained").orElse(0L);
    if (all > shown) {
      text.append("\n… and ").append(all - shown).append(" more");
    }
    return text.toString();
  }

  private static String decimal(JsonValue value) {
    return value instanceof JsonNumber ? Json.text(value) : "?";
  }

  private static String lines(JsonObject report, String name) {
    StringBuilder text = new StringBuilder();
    for (JsonValue value : report.array(name).orElse(List.of())) {
      text.append('\n')
          .append(value instanceof JsonObject f ? line(Finding.parse(f)) : Json.text(value));
    }
    return text.toString();
  }

  private static String line(Finding finding) {
    return finding.verdict()
        + "  "
        + finding.subject()
        + ": "
        + finding.detail()
        + finding.explanation().map(e -> " (explained: " + safe(e) + ")").orElse("");
  }

  static String state(JsonObject entry) {
    List<String> facts = new ArrayList<>();
    entry
        .object("state")
        .ifPresent(state -> {
          facts.add(text(state, "type"));
          for (String name : List.of("mode", "owner", "size", "target", "hash")) {
            state
                .string(name)
                .ifPresent(v -> facts.add((name.equals("hash") ? "SHA-256" : name) + " " + v));
          }
        });
    String reason =
        entry.string("reason").filter(r -> !r.isEmpty()).map(r -> " (" + safe(r) + ")").orElse("");
    return text(entry, "time")
        + "  "
        + text(entry, "act")
        + "  "
        + text(entry, "by")
        + reason
        + "  "
        + (facts.isEmpty() ? "nothing there" : String.join(", ", facts));
  }

  static String lastEqual(JsonObject found) {
    if (found.object("last_equal").isEmpty()) {
      return "it never had this content, as far as the log knows";
    }
    return "last equal  "
        + found.object("last_equal").map(FilesReports::state).orElse("")
        + "\n"
        + found
            .object("then")
            .map(t -> "then        " + state(t))
            .orElse("nothing else was found of it since");
  }

  static String summary(JsonObject report) {
    StringBuilder text =
        new StringBuilder("set ")
            .append(text(report, "set"))
            .append(" since ")
            .append(text(report, "since"))
            .append(": ")
            .append(plural(report, "checks", "check", "checks"))
            .append(", ")
            .append(number(report, "clean"))
            .append(" of them clean, ")
            .append(plural(report, "explained", "explained finding", "explained findings"));
    for (JsonValue value : report.array("violations").orElse(List.of())) {
      if (value instanceof JsonObject violation) {
        text.append(
            String.format(
                Locale.ROOT, "%n%7s  %s", number(violation, "count"), text(violation, "verdict")));
      }
    }
    return text.toString();
  }

  static String set(JsonObject set) {
    JsonObject baseline = set.object("baseline").orElse(JsonObject.empty());
    StringBuilder text =
        new StringBuilder(text(set, "set"))
            .append("  ")
            .append(
                set.object("rules").flatMap(r -> r.array("paths")).orElse(List.of()).stream()
                    .map(p -> p instanceof JsonString s ? s.value() : Json.text(p))
                    .reduce((a, b) -> a + " " + b)
                    .orElse("-"))
            .append("  baseline ")
            .append(number(set, "epoch"))
            .append(" of ")
            .append(text(baseline, "time"))
            .append(" by ")
            .append(text(baseline, "by"))
            .append(", ")
            .append(plural(baseline, "entries", "entry", "entries"));
    long accepted = set.integer("accepted").orElse(0L);
    if (accepted > 0) {
      text.append(", ").append(accepted).append(" accepted since");
    }
    set.object("last_check")
        .ifPresentOrElse(
            check ->
                text.append("; last check ")
                    .append(text(check, "time"))
                    .append(" ")
                    .append(text(check, "mode"))
                    .append(" ")
                    .append(text(check, "verdict"))
                    .append(counts(check)),
            () -> text.append("; never checked"));
    return text.toString();
  }

  private static String counts(JsonObject check) {
    Map<String, JsonValue> counts =
        check.object("violations").map(JsonObject::members).orElse(Map.of());
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (verdict, n) -> text.append(' ').append(verdict).append('=').append(Json.text(n)));
    return text.toString();
  }

  /** A line of somebody's file; tabs stay. */
  static String safeLine(String line) {
    return String.join(
        "\t", List.of(line.split("\t", -1)).stream().map(FilesReports::plain).toList());
  }

  /** Backslashes of the text are no escapes here. */
  private static String plain(String text) {
    return safe(text).replace("\\\\", "\\");
  }

  static String notice(JsonObject notice) {
    boolean window = notice.string("kind").orElse("").equals("window");
    String paths =
        notice.array("paths").orElse(List.of()).stream()
            .map(p -> p instanceof JsonString s ? safe(s.value()) : Json.text(p))
            .reduce((a, b) -> a + " " + b)
            .orElse("all paths");
    return number(notice, "index")
        + "  "
        + text(notice, "kind")
        + "  "
        + text(notice, "from")
        + " to "
        + text(notice, "until")
        + (notice.get("ended").map(Json::text).orElse("").equals("true") ? ", ended" : "")
        + (window ? "" : ", " + plural(notice, "uses", "change", "changes") + " explained")
        + "  "
        + text(notice, "by")
        + ": "
        + text(notice, "reason")
        + "  "
        + paths;
  }

  static String compare(JsonObject report) {
    return Reports.verdict(report)
        + "  "
        + number(report, "checked")
        + " of "
        + plural(report, "expected", "file", "files")
        + " of the list established, "
        + plural(report, "violations", "violation", "violations")
        + ", record "
        + number(report, "index")
        + lines(report, "findings")
        + remarks(report);
  }

  static String remarks(JsonObject json) {
    StringBuilder text = new StringBuilder();
    for (JsonValue value : json.array("remarks").orElse(List.of())) {
      if (value instanceof JsonObject remark) {
        text.append('\n')
            .append(remark.string("file").map(f -> f + ", ").orElse(""))
            .append("line ")
            .append(number(remark, "line"))
            .append(": ")
            .append(text(remark, "text"))
            .append(": ")
            .append(text(remark, "remark"));
      }
    }
    return text.toString();
  }
}
