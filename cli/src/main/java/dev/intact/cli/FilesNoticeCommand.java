package dev.intact.cli;

import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intact files announce}, {@code window} and {@code notices}. */
final class FilesNoticeCommand {

  private FilesNoticeCommand() {}

  /** What both have. */
  private abstract static class Said implements Callable<Integer> {
    private final Io io;
    @Mixin private TargetOptions target = new TargetOptions();

    @Parameters(index = "0", paramLabel = "SET", description = FilesCommand.SET)
    private String set = "";

    @Option(
        names = "--until",
        required = true,
        paramLabel = "TIME",
        description = "up to when; 2026-03-01T12:00:00Z, or 90m, 2h, 3d from now")
    private String until = "";

    @Option(names = "--from", paramLabel = "TIME", description = "from when on (default: now)")
    private Optional<String> from = Optional.empty();

    @Option(names = "--reason", required = true, description = "why, for the log")
    private String reason = "";

    @Option(
        names = "--executables",
        description = "new executables, set-id bits and capabilities are covered too")
    private boolean executables;

    @Option(names = "--json", description = "the record's index, as JSON")
    private boolean json;

    Said(Io io) {
      this.io = io;
    }

    int say(String kind, List<String> paths, List<String> sha256) throws Exception {
      Instant now = io.clock().instant();
      JsonObject.Builder notice =
          JsonObject.builder()
              .put("kind", kind)
              .put("paths", JsonArray.ofStrings(paths))
              .put("sha256", JsonArray.ofStrings(sha256))
              .put("until", Until.time("--until", until, now).toString())
              .put("executables", executables)
              .put("reason", reason);
      from.ifPresent(f -> notice.put("from", Until.time("--from", f, now).toString()));
      long index;
      try (Sets sets = target.sets(io)) {
        index = sets.announce(set, notice.build());
      }
      io.out()
          .println(
              json
                  ? Json.pretty(JsonObject.builder().put("index", index).build())
                  : kind + " " + index + " of set " + set);
      return 0;
    }
  }

  /** {@code intact files announce}. */
  @Command(
      name = "announce",
      mixinStandardHelpOptions = true,
      description = {
        "Says that files will be changed. One change of each path, made in that time and to one of the",
        "contents if some are named, is explained by it: shown and recorded, and no violation. A",
        "second change, a late one or another one is a violation as ever."
      },
      footer = {
        "",
        "Exit codes: 0 recorded, 2 bad usage or input, 3 not recorded.",
        "",
        "Examples:",
        "  intact files announce web /srv/app/app.jar --sha256 $(sha256sum <app.jar | cut -d' ' -f1) \\",
        "      --until 2h --reason 'release 7'",
        "  intact files announce etc '/etc/nginx/**' --until 2026-03-01T12:00:00Z --reason CHG-412"
      })
  static final class Announce extends Said {

    @Parameters(
        index = "1..*",
        arity = "1..*",
        paramLabel = "PATH",
        description = "absolute paths, or patterns of them: *, **, ?, [a-z]")
    private List<String> paths = List.of();

    @Option(names = "--sha256", paramLabel = "HEX", description = "a content that is expected")
    private List<String> sha256 = List.of();

    Announce(Io io) {
      super(io);
    }

    @Override
    public Integer call() throws Exception {
      return say("announcement", paths, sha256);
    }
  }

  /** {@code intact files window}. */
  @Command(
      name = "window",
      mixinStandardHelpOptions = true,
      description = {
        "Opens a maintenance window of at most 7 days. What changes in it is explained by it, with the",
        "weakest grade: shown and recorded, and no violation. New executables, set-id bits and",
        "capabilities stay violations, unless --executables is given."
      },
      footer = {
        "",
        "Exit codes: 0 recorded, 2 bad usage or input, 3 not recorded.",
        "",
        "Example:",
        "  intact files window etc '/etc/postfix/**' --until 2h --reason 'new mail host, CHG-412'"
      })
  static final class Window extends Said {

    @Parameters(
        index = "1..*",
        arity = "0..*",
        paramLabel = "PATH",
        description = "absolute paths, or patterns of them; none for all of the set")
    private List<String> paths = List.of();

    Window(Io io) {
      super(io);
    }

    @Override
    public Integer call() throws Exception {
      return say("window", paths, List.of());
    }
  }

  /** {@code intact files notices}. */
  @Command(
      name = "notices",
      mixinStandardHelpOptions = true,
      description = "Lists what was announced, windows too, and what came of it; oldest first.",
      footer = {"", "Example:", "  intact files notices etc"})
  static final class Notices implements Callable<Integer> {
    private final Io io;
    @Mixin private TargetOptions target = new TargetOptions();

    @Parameters(index = "0", paramLabel = "SET", description = FilesCommand.SET)
    private String set = "";

    @Option(names = "--json", description = "JSON Lines, one notice a line")
    private boolean json;

    Notices(Io io) {
      this.io = io;
    }

    @Override
    public Integer call() throws Exception {
      try (Sets sets = target.sets(io)) {
        for (JsonObject notice : sets.notices(set)) {
          io.out().println(json ? Json.text(notice) : FilesReports.notice(notice));
        }
      }
      return 0;
    }
  }
}
