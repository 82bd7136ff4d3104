package dev.intact.cli;

import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.monitor.config.Durations;
import dev.intact.monitor.message.Message;
import dev.intact.monitor.report.ReportMessages;
import dev.intact.monitor.report.ReportPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intact monitor …}. */
@Command(
    name = "monitor",
    mixinStandardHelpOptions = true,
    description = {
      "What is checked on a schedule, what was found, and who is told. A running service does it by",
      "itself; these commands look, decide and try, on a server or on a data directory that none uses."
    },
    footer = {
      "",
      "Exit codes: 0 nothing is wrong, 1 something was found, 2 bad usage, 3 could not be established.",
      "",
      "Examples:",
      "  intact monitor status --server http://127.0.0.1:8470 --key-file intact-data/admin.key",
      "  intact monitor run --once --data intact-data"
    })
final class MonitorCommand {

  private final Io io;

  MonitorCommand(Io io) {
    this.io = io;
  }

  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description = {
        "Runs monitors: with --once, or on a server, each once and now; without, on a data directory,",
        "in the foreground on their schedule until SIGTERM, as a service does that serves nobody."
      },
      footer = {
        "",
        "Examples:",
        "  intact monitor run --data intact-data --config intact.yaml",
        "  intact monitor run files --once --data intact-data --json"
      })
  int run(
      @Mixin WatchOptions target,
      @Parameters(
              paramLabel = "MONITOR",
              arity = "0..*",
              description = "which; all if none is named")
          List<String> monitors,
      @Option(names = "--once", description = "each once, then end") boolean once,
      @Option(names = "--json", description = "JSON Lines, one for each subject") boolean json)
      throws Exception {
    List<String> named = monitors == null ? List.of() : monitors;
    if (!once && !target.isRemote(io)) {
      if (!named.isEmpty() || json) {
        throw new IllegalArgumentException("MONITOR and --json go with --once");
      }
      return foreground(target);
    }
    List<JsonObject> runs = new ArrayList<>();
    try (Watch watch = target.open(io)) {
      for (String monitor : named.isEmpty() ? names(watch) : named) {
        for (JsonObject run : watch.run(monitor)) {
          io.out().println(json ? Json.text(run) : WatchReports.run(run));
          runs.add(run);
        }
      }
    }
    return WatchReports.exitCode(runs);
  }

  private int foreground(WatchOptions target) throws Exception {
    LocalWatch watch = target.local(io);
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  watch.close();
                  stopped.countDown();
                },
                "intact-stop"));
    watch.start();
    io.out().println("Intact watches; SIGTERM ends it");
    Optional<Throwable> failure = watch.awaitFailure(stop);
    if (failure.isPresent()) {
      io.err().println("intact: storage failed, stopping: " + failure.get().getMessage());
      Runtime.getRuntime().halt(3);
    }
    stopped.await();
    return 0;
  }

  /**
   * The monitors of a status: what stands before a slash is the name of one of several subjects.
   */
  private static List<String> names(Watch watch) throws Exception {
    Set<String> names = new LinkedHashSet<>();
    for (JsonValue value : watch.status().array("monitors").orElse(List.of())) {
      if (value instanceof JsonObject monitor) {
        names.add(monitor.string("monitor").orElse("").split("/", 2)[0]);
      }
    }
    return List.copyOf(names);
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Shows health, the last run of every monitor, and what waits for channels.",
      footer = {"", "Example:", "  intact monitor status --json"})
  int status(
      @Mixin WatchOptions target,
      @Option(names = "--json", description = "one JSON object") boolean json)
      throws Exception {
    try (Watch watch = target.open(io)) {
      JsonObject status = watch.status();
      io.out().println(json ? Json.text(status) : WatchReports.status(status));
      if (status.string("health").equals(Optional.of("healthy"))) {
        return 0;
      }
      boolean found =
          watch.alerts(false).stream()
              .anyMatch(a -> a.string("cause").equals(Optional.of("violations")));
      return found ? 1 : 3;
    }
  }

  @Command(
      name = "alerts",
      mixinStandardHelpOptions = true,
      description = "Lists alerts, the gravest first. Exit code 1 if there are active ones.",
      footer = {"", "Example:", "  intact monitor alerts --all --json"})
  int alerts(
      @Mixin WatchOptions target,
      @Option(names = "--all", description = "also those that are over") boolean all,
      @Option(names = "--json", description = "JSON Lines") boolean json)
      throws Exception {
    try (Watch watch = target.open(io)) {
      int code = 0;
      List<JsonObject> alerts = watch.alerts(all);
      if (alerts.isEmpty() && !json) {
        io.out().println(all ? "there never was an alert" : "no alert is active");
      }
      for (JsonObject alert : alerts) {
        io.out().println(json ? Json.text(alert) : WatchReports.alert(alert));
        code = alert.string("state").equals(Optional.of("resolved")) ? code : 1;
      }
      return code;
    }
  }

  private interface Decision {
    JsonObject of(Watch watch) throws Exception;
  }

  private int decided(WatchOptions target, boolean json, Decision decision) throws Exception {
    try (Watch watch = target.open(io)) {
      JsonObject alert = decision.of(watch);
      io.out().println(json ? Json.text(alert) : WatchReports.alert(alert));
      return 0;
    }
  }

  @Command(
      name = "ack",
      mixinStandardHelpOptions = true,
      description = "Takes an alert on: it is not told again until it gets worse. Recorded.",
      footer = {
        "",
        "Example:",
        "  intact monitor ack alert-3fa0c1d2e4b5a697 --reason 'looking at it'"
      })
  int acknowledge(
      @Mixin WatchOptions target,
      @Parameters(paramLabel = "ALERT", description = "the alert's id") String id,
      @Option(names = "--reason", required = true, description = "what will be done") String reason,
      @Option(names = "--json", description = "the alert as JSON") boolean json)
      throws Exception {
    return decided(target, json, watch -> watch.acknowledge(id, reason));
  }

  @Command(
      name = "resolve",
      mixinStandardHelpOptions = true,
      description =
          "Closes an alert. If its reason is still there at the next check, another begins. Recorded.",
      footer = {
        "",
        "Example:",
        "  intact monitor resolve alert-3fa0c1d2e4b5a697 --reason 'was me'"
      })
  int resolve(
      @Mixin WatchOptions target,
      @Parameters(paramLabel = "ALERT", description = "the alert's id") String id,
      @Option(names = "--reason", required = true, description = "why") String reason,
      @Option(names = "--json", description = "the alert as JSON") boolean json)
      throws Exception {
    return decided(target, json, watch -> watch.resolve(id, reason));
  }

  @Command(
      name = "silence",
      mixinStandardHelpOptions = true,
      description = {
        "Silences monitors for a time: alerts are kept and shown, and nobody is told. Recorded.",
        "Without MONITORS it lists silences; with --end it ends one ahead of its time."
      },
      footer = {
        "",
        "Examples:",
        "  intact monitor silence 'files/*' --for 2h --reason 'migration, ticket 4711'",
        "  intact monitor silence --end silence-3fa0c1d2e4b5a697"
      })
  int silence(
      @Mixin WatchOptions target,
      @Parameters(
              paramLabel = "MONITORS",
              arity = "0..1",
              description = "a monitor's name; * stands for any characters")
          Optional<String> monitors,
      @Option(names = "--for", paramLabel = "TIME", description = "how long: 90s, 15m, 4h, 1d")
          Optional<String> time,
      @Option(names = "--until", paramLabel = "DATE", description = "until when")
          Optional<String> until,
      @Option(names = "--reason", description = "why") Optional<String> reason,
      @Option(names = "--end", paramLabel = "SILENCE", description = "the id of one to end")
          Optional<String> end,
      @Option(names = "--json", description = "JSON Lines") boolean json)
      throws Exception {
    try (Watch watch = target.open(io)) {
      List<JsonObject> silences;
      if (end.isPresent()) {
        silences = List.of(watch.endSilence(end.get()));
      } else if (monitors.isPresent()) {
        String why = reason.orElseThrow(() -> new IllegalArgumentException("--reason is needed"));
        silences = List.of(watch.silence(monitors.get(), why, end(time, until)));
      } else {
        silences = watch.silences();
      }
      if (silences.isEmpty() && !json) {
        io.out().println("nothing is silenced");
      }
      silences.forEach(s -> io.out().println(json ? Json.text(s) : WatchReports.silence(s)));
      return 0;
    }
  }

  private Instant end(Optional<String> time, Optional<String> until) {
    if (time.isPresent() == until.isPresent()) {
      throw new IllegalArgumentException("either --for or --until is needed");
    }
    if (time.isPresent()) {
      return io.clock()
          .instant()
          .plus(
              Durations.parse(time.get())
                  .orElseThrow(() ->
                      new IllegalArgumentException(
                          "--for: " + time.get() + " is no time; write 90s, 15m, 4h or 1d")));
    }
    return Dates.date("--until", until).orElseThrow();
  }

  @Command(
      name = "report",
      mixinStandardHelpOptions = true,
      description = "Shows a daily report from the log, or one of this moment.",
      footer = {
        "",
        "Examples:",
        "  intact monitor report",
        "  intact monitor report 2026-03-02 --html > report.html"
      })
  int report(
      @Mixin WatchOptions target,
      @Parameters(
              paramLabel = "DATE",
              arity = "0..1",
              defaultValue = "now",
              description = "a date, latest, or now (default)")
          String date,
      @Option(names = "--html", description = "the page") boolean html,
      @Option(names = "--json", description = "one JSON object") boolean json)
      throws Exception {
    if (html && json) {
      throw new IllegalArgumentException("either --html or --json");
    }
    try (Watch watch = target.open(io)) {
      JsonObject report = watch.report(date);
      if (html) {
        io.out().print(ReportPage.html(report));
      } else if (json) {
        io.out().println(Json.text(report));
      } else {
        Message message = ReportMessages.of("report", report, io.clock().instant());
        io.out().print(message.text());
      }
      return report.string("health").equals(Optional.of("healthy")) ? 0 : 1;
    }
  }

  @Command(
      name = "test-alert",
      mixinStandardHelpOptions = true,
      description =
          "Sends a message that says that it is a test, at once and once. Exit code 3 if it did not arrive.",
      footer = {"", "Example:", "  intact monitor test-alert mail"})
  int test(
      @Mixin WatchOptions target,
      @Parameters(paramLabel = "CHANNEL", description = "the channel's name") String channel,
      @Option(names = "--json", description = "what became of it, as JSON") boolean json)
      throws Exception {
    try (Watch watch = target.open(io)) {
      JsonObject result = watch.test(channel);
      String outcome = result.string("outcome").orElse("?");
      io.out()
          .println(json ? Json.text(result) : outcome + ": " + result.string("detail").orElse(""));
      return outcome.equals("delivered") ? 0 : 3;
    }
  }
}
