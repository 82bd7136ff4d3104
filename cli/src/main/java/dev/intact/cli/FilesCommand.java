package dev.intact.cli;

import dev.intact.files.scan.ByteString;
import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import dev.intact.monitor.config.FileSetSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intact files …}: sets of files, committed to and compared. */
@Command(
    name = "files",
    mixinStandardHelpOptions = true,
    description = {
      "File integrity: sets of paths whose states are committed to in a signed log, and compared",
      "with what is there. Linux on x86-64 and aarch64.",
      "With --server, or INTACT_SERVER in the environment, the server reads the files of its own",
      "machine; with --data this process does."
    },
    footer = {
      "",
      "Exit codes: 0 as committed to, 1 findings, 2 bad usage or input, 3 not established: unreadable,",
      "unstable while read, or lost coverage.",
      "",
      "Examples:",
      "  intact files baseline etc /etc --preset config --exclude '*.swp'",
      "  intact files check etc",
      "  intact files accept etc /etc/hosts --reason 'new mail host, CHG-412'",
      "  intact files history etc /etc/hosts"
    })
final class FilesCommand {

  static final String SET = "the set's name";
  private static final String RATE =
      "read at most so many bytes a second, as 50M; K, M, G are 1024 times the one before";
  static final String ESCAPED =
      "paths are written as findings show them: \\xNN for a byte, \\\\ for a backslash";

  private final Io io;

  FilesCommand(Io io) {
    this.io = io;
  }

  @Command(
      name = "baseline",
      mixinStandardHelpOptions = true,
      description = {
        "Reads everything under the paths and commits to it. The earlier baseline of the set, if",
        "there is one, is out of force then, and stays in the log."
      },
      footer = {
        "",
        "Exit codes: 0 recorded, 2 bad usage or input, 3 not recorded, or recorded without some entries",
        "that could not be read.",
        "",
        "Examples:",
        "  intact files baseline etc /etc --preset config",
        "  intact files baseline etc --config intact.yaml",
        "  intact files baseline host /usr /etc --preset '/etc/**=config' --exclude __pycache__"
      })
  int baseline(
      @Mixin TargetOptions target,
      @Mixin RuleOptions rules,
      @Parameters(paramLabel = "SET", description = SET) String set,
      @Parameters(paramLabel = "PATH", arity = "0..*", description = "absolute paths")
          List<String> paths,
      @Option(names = "--reason", defaultValue = "", description = "why, for the log")
          String reason,
      @Option(
              names = "--fresh",
              description = {
                "read everything, also what a baseline by the same rules had read that was",
                "interrupted; without it, files whose inode, size and times are as they were then are",
                "not read again"
              })
          boolean fresh,
      @Mixin PaceOptions pace,
      @Option(names = "--escaped", description = ESCAPED) boolean escaped,
      @Option(names = "--json", description = "what was recorded, as JSON") boolean json)
      throws Exception {
    JsonObject recorded;
    try (Sets sets = target.createSets(io);
        Progress progress = new Progress(io, "entries", 0)) {
      recorded =
          sets.baseline(
              set,
              rules.rules(set, Arguments.paths(paths == null ? List.of() : paths, escaped)),
              reason,
              fresh,
              pace.pace(rules.declaredPace(set)),
              progress);
    }
    io.out().println(json ? Json.pretty(recorded) : FilesReports.baseline(recorded));
    return FilesReports.problems(recorded) == 0 ? 0 : 3;
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Compares what is there with what is in force, and records the result.",
      footer = {
        "",
        "Exit codes: 0 as committed to, 1 findings, 2 bad usage or input, 3 not established.",
        "",
        "Example:",
        "  intact files check etc --json"
      })
  int check(
      @Mixin TargetOptions target,
      @Parameters(paramLabel = "SET", description = SET) String set,
      @Option(
              names = "--quick",
              description = {
                "take files for unchanged whose inode, size and times are as recorded; no",
                "replacement for full checks, which read everything"
              })
          boolean quick,
      @Option(
              names = "--config",
              paramLabel = "FILE",
              description = {
                "a baseline of other rules than this YAML file declares for the set is a finding;",
                "a server goes by its own"
              })
          Optional<Path> config,
      @Mixin PaceOptions pace,
      @Option(names = "--json", description = "the report as JSON") boolean json)
      throws Exception {
    Optional<FileSetSpec> declared =
        config.isPresent() ? Optional.of(RuleOptions.spec(config.get(), set)) : Optional.empty();
    JsonObject report;
    try (Sets sets = target.sets(io);
        Progress progress = new Progress(io, "entries", 0)) {
      report =
          sets.check(
              set, quick, pace.pace(declared.map(Pace::of).orElse(Pace.FULL)), declared, progress);
    }
    io.out().println(json ? Json.pretty(report) : FilesReports.check(report));
    return Reports.verdict(report).exitCode();
  }

  @Command(
      name = "accept",
      mixinStandardHelpOptions = true,
      description = {
        "Takes what is there now into force, in place of what was recorded: of these paths and",
        "what is under them, or of the whole set. Recorded with who and why."
      },
      footer = {
        "",
        "Exit codes: 0 accepted, 2 bad usage or input, 3 not recorded, or without some entries that could",
        "not be read.",
        "",
        "Examples:",
        "  intact files accept etc /etc/hosts /etc/postfix --reason 'new mail host, CHG-412'",
        "  intact files accept etc --reason 'quarterly upgrade'"
      })
  int accept(
      @Mixin TargetOptions target,
      @Parameters(paramLabel = "SET", description = SET) String set,
      @Parameters(
              paramLabel = "PATH",
              arity = "0..*",
              description = "paths of the set; none for all")
          List<String> paths,
      @Option(names = "--reason", required = true, description = "why, for the log") String reason,
      @Mixin PaceOptions pace,
      @Option(names = "--escaped", description = ESCAPED) boolean escaped,
      @Option(names = "--json", description = "what was recorded, as JSON") boolean json)
      throws Exception {
    JsonObject recorded;
    try (Sets sets = target.sets(io);
        Progress progress = new Progress(io, "entries", 0)) {
      recorded =
          sets.accept(
              set,
              Arguments.paths(paths == null ? List.of() : paths, escaped),
              reason,
              pace.pace(Pace.FULL),
              progress);
    }
    io.out().println(json ? Json.pretty(recorded) : FilesReports.accept(recorded));
    return FilesReports.problems(recorded) == 0 ? 0 : 3;
  }

  @Command(
      name = "history",
      mixinStandardHelpOptions = true,
      description = {
        "Shows every state that the log knows of a path, oldest first; with --hash, when it last",
        "had a content, and what was found of it next."
      },
      footer = {
        "",
        "Exit codes: 0 shown, 1 with --hash if it never had this content, 2 bad usage or input,",
        "3 not established.",
        "",
        "Examples:",
        "  intact files history etc /etc/hosts",
        "  intact files history etc /etc/hosts --hash $(sha256sum <hosts.good | cut -d' ' -f1)"
      })
  int history(
      @Mixin TargetOptions target,
      @Parameters(paramLabel = "SET", description = SET) String set,
      @Parameters(paramLabel = "PATH", description = "an absolute path") String path,
      @Option(names = "--hash", paramLabel = "SHA256", description = "the content looked for")
          Optional<String> hash,
      @Option(names = "--escaped", description = ESCAPED) boolean escaped,
      @Option(names = "--json", description = "JSON Lines, one state a line") boolean json)
      throws Exception {
    ByteString of = Arguments.path(path, escaped);
    try (Sets sets = target.sets(io)) {
      if (hash.isPresent()) {
        JsonObject found = sets.lastEqual(set, of, Arguments.sha256(hash.get()));
        io.out().println(json ? Json.pretty(found) : FilesReports.lastEqual(found));
        return found.get("last_equal").isPresent() ? 0 : 1;
      }
      List<JsonObject> states = sets.history(set, of);
      states.forEach(s -> io.out().println(json ? Json.text(s) : FilesReports.state(s)));
      if (states.isEmpty()) {
        io.err().println("the log of set " + set + " knows nothing of " + of);
      }
      return 0;
    }
  }

  @Command(
      name = "report",
      mixinStandardHelpOptions = true,
      description = "Sums up what checks have found, most common first.",
      footer = {"", "Example:", "  intact files report etc --days 30"})
  int report(
      @Mixin TargetOptions target,
      @Parameters(paramLabel = "SET", description = SET) String set,
      @Option(
              names = "--days",
              defaultValue = "7",
              description = "of so many days back from now (default: ${DEFAULT-VALUE})")
          int days,
      @Option(names = "--json", description = "the report as JSON") boolean json)
      throws Exception {
    if (days < 1 || days > 36_500) {
      throw new IllegalArgumentException("--days is 1 to 36500");
    }
    try (Sets sets = target.sets(io)) {
      JsonObject report = sets.report(set, days);
      io.out().println(json ? Json.pretty(report) : FilesReports.summary(report));
      return 0;
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the sets, with the baseline in force and the last check of each.",
      footer = {"", "Example:", "  intact files list"})
  int list(
      @Mixin TargetOptions target,
      @Option(names = "--json", description = "JSON Lines, one set a line") boolean json)
      throws Exception {
    try (Sets sets = target.sets(io)) {
      for (JsonObject set : sets.list()) {
        io.out().println(json ? Json.text(set) : FilesReports.set(set));
      }
      return 0;
    }
  }
}
