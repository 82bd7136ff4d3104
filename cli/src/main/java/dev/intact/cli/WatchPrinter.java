package dev.intact.cli;

import dev.intact.files.watch.WatchListener;
import dev.intact.files.watch.WatchReport;
import dev.intact.finding.Evidence;
import dev.intact.finding.Finding;
import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonString;
import dev.intact.json.JsonValue;
import dev.intact.record.RecordTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints what is found as it is found. Thread-safe. */
final class WatchPrinter implements WatchListener {

  /** Of very many at once the first are shown; all are in the set's log. */
  private static final int MAX_SHOWN = 100;

  private final Io io;
  private final boolean json;
  private final Map<String, WatchReport> last = new TreeMap<>(); // guarded by this
  private boolean failed; // guarded by this
  private boolean stopped; // guarded by this

  WatchPrinter(Io io, boolean json) {
    this.io = io;
    this.json = json;
  }

  @Override
  public synchronized void observed(String set, WatchReport report) {
    last.put(set, report);
    failed = false;
    notifyAll();
    if (json) {
      io.out().println(Json.text(toJson(set, report)));
      return;
    }
    for (Finding finding : report.fresh().subList(0, Math.min(MAX_SHOWN, report.fresh().size()))) {
      line(set, text(finding));
    }
    long more = report.more() + Math.max(0, report.fresh().size() - MAX_SHOWN);
    if (more > 0) {
      line(set, "and " + more + " more findings");
    }
    if (report.again() > 0) {
      line(
          set,
          report.again()
              + (report.again() == 1 ? " path is" : " paths are")
              + " as in force again");
    }
    if (report.complete() && report.check().violations() == 0 && report.amiss().isEmpty()) {
      line(set, "OK: all of " + report.check().coverage().expected() + " entries looked at");
    }
  }

  private void line(String set, String text) {
    io.out().println(RecordTime.format(io.clock().instant()) + " " + set + " " + text);
  }

  private static String text(Finding finding) {
    StringBuilder text = new StringBuilder(finding.verdict().name());
    text.append(' ').append(finding.subject()).append(": ").append(finding.detail());
    for (Evidence piece : finding.evidence()) {
      if (piece.name().equals("by") || piece.name().equals("through")) {
        text.append(", ").append(piece.name()).append(' ').append(piece.value());
      }
    }
    finding.explanation().ifPresent(e -> text.append(" (explained: ").append(e).append(')'));
    return text.toString();
  }

  private static JsonArray findings(List<Finding> findings) {
    return new JsonArray(findings.stream().<JsonValue>map(Finding::toJson).toList());
  }

  private JsonObject toJson(String set, WatchReport report) {
    JsonObject.Builder counts = JsonObject.builder();
    report.check().unexplained().forEach((verdict, count) -> counts.put(verdict.name(), count));
    return JsonObject.builder()
        .put("at", RecordTime.format(io.clock().instant()))
        .put("set", set)
        .put("complete", report.complete())
        .put("open", report.check().violations())
        .put("open_by_verdict", counts.build())
        .put("explained", report.check().explained())
        .put("findings", findings(report.fresh()))
        .put("more", report.more())
        .put("again", report.again())
        .put("amiss", findings(report.amiss()))
        .build();
  }

  @Override
  public synchronized void said(String set, String line) {
    if (json) {
      io.out()
          .println(
              Json.text(
                  JsonObject.builder()
                      .put("at", RecordTime.format(io.clock().instant()))
                      .put("set", set)
                      .put("said", line)
                      .build()));
    } else {
      line(set, line);
    }
  }

  @Override
  public synchronized void failed(String set, String reason) {
    failed = true;
    io.err().println("intact: set " + set + " " + reason);
  }

  @Override
  public void ended(String set) {
    said(set, "is not watched any more");
  }

  /** Waits until so many sets were looked at for the first time, or somebody ends it. */
  synchronized void awaitBegun(int sets) throws InterruptedException {
    while (last.size() < sets && !stopped) {
      wait();
    }
  }

  /** Ends that. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /** What is known now: 1 if anything is found, 3 if not everything is seen. */
  synchronized int exitCode() {
    if (last.values().stream().anyMatch(r -> r.check().violations() > 0)) {
      return 1;
    }
    boolean blind =
        failed || last.isEmpty() || last.values().stream().anyMatch(r -> !r.amiss().isEmpty());
    return blind ? 3 : 0;
  }

  /** How a server's watch stands. */
  static String status(JsonObject watch) {
    StringBuilder text = new StringBuilder();
    text.append(watch.string("set").orElse(""))
        .append(": watched since ")
        .append(watch.string("since").orElse(""))
        .append(", ")
        .append(watch.integer("events").orElse(0L))
        .append(" events, ")
        .append(watch.integer("open").orElse(0L))
        .append(" paths not as in force");
    each(watch, "how", "  ", text);
    text.append("\n  last canary: ").append(watch.string("canary").orElse(""));
    watch
        .integer("oldest_reading_seconds")
        .ifPresent(s -> text.append("\n  every file read within ").append(s).append(" s"));
    each(watch, "amiss", "  AMISS: ", text);
    return text.toString();
  }

  private static void each(JsonObject watch, String member, String before, StringBuilder text) {
    for (JsonValue value : watch.array(member).orElse(List.of())) {
      if (value instanceof JsonString s) {
        text.append('\n').append(before).append(s.value());
      }
    }
  }
}
