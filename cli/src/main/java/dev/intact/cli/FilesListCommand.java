package dev.intact.cli;

import dev.intact.files.ListFormat;
import dev.intact.files.RulesJson;
import dev.intact.files.manifest.AideImport;
import dev.intact.files.scan.ByteString;
import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intact files diff}, {@code import} and {@code export}. */
final class FilesListCommand {

  private static final String FORMAT = "aide, sha256sum or mtree";

  private FilesListCommand() {}

  /** {@code intact files diff}. */
  @Command(
      name = "diff",
      mixinStandardHelpOptions = true,
      description = {
        "Shows what is different in the text of a configuration file from what is in force. Texts are",
        "kept with preset config, of files that everybody may read, up to 32 KiB; what looks like a",
        "secret is redacted before it is stored."
      },
      footer = {
        "",
        "Exit codes: 0 nothing is different, 1 something is, 2 bad usage or input, 3 not established.",
        "",
        "Example:",
        "  intact files diff etc /etc/ssh/sshd_config"
      })
  static final class Diff implements Callable<Integer> {
    private final Io io;
    @Mixin private TargetOptions target = new TargetOptions();

    @Parameters(index = "0", paramLabel = "SET", description = FilesCommand.SET)
    private String set = "";

    @Parameters(index = "1", paramLabel = "PATH", description = "an absolute path")
    private String path = "";

    @Option(names = "--escaped", description = FilesCommand.ESCAPED)
    private boolean escaped;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    Diff(Io io) {
      this.io = io;
    }

    @Override
    public Integer call() throws Exception {
      JsonObject diff;
      try (Sets sets = target.sets(io)) {
        diff = sets.diff(set, Arguments.path(path, escaped));
      }
      String text = diff.string("diff").orElse("");
      if (json) {
        io.out().println(Json.pretty(diff));
      } else if (text.isEmpty()) {
        io.out().println(diff.string("remark").orElse(""));
      } else {
        text.lines().forEach(l -> io.out().println(FilesReports.safeLine(l)));
      }
      return diff.string("before").equals(diff.string("after")) ? 0 : 1;
    }
  }

  /** {@code intact files import}. */
  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Reads what another tool wrote. A list of sha256sum or mtree is compared with what is on disk,",
        "and the result recorded; the baseline is not asked and not changed. The configuration of AIDE",
        "becomes rules, which are shown with all that is otherwise, and with --baseline put in force."
      },
      footer = {
        "",
        "Exit codes: 0 as the list says, or all rules carried over; 1 findings, or something of a",
        "configuration was not carried over as it is; 2 bad usage or input; 3 not established.",
        "",
        "Examples:",
        "  intact files import web SHA256SUMS --format sha256sum --root /srv/web",
        "  intact files import host aide.conf --format aide --baseline --reason 'from AIDE'"
      })
  static final class Import implements Callable<Integer> {
    private final Io io;
    @Mixin private TargetOptions target = new TargetOptions();

    @Parameters(index = "0", paramLabel = "SET", description = FilesCommand.SET)
    private String set = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "the file; - for standard input")
    private String file = "";

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = FORMAT)
    private String format = "";

    @Option(
        names = "--root",
        paramLabel = "DIR",
        description = "where paths lie that are not absolute (default: the current directory)")
    private Optional<String> root = Optional.empty();

    @Option(names = "--baseline", description = "record a baseline by the rules of AIDE")
    private boolean baseline;

    @Option(names = "--reason", defaultValue = "", description = "why, for the log")
    private String reason = "";

    @Option(names = "--json", description = "the report, or the rules, as JSON")
    private boolean json;

    Import(Io io) {
      this.io = io;
    }

    @Override
    public Integer call() throws Exception {
      ListFormat of = ListFormat.of(format);
      if (baseline && of != ListFormat.AIDE) {
        throw new IllegalArgumentException("--baseline goes with --format aide only");
      }
      try (InputStream in =
          new BufferedInputStream(
              file.equals("-") ? io.in() : Files.newInputStream(Path.of(file)))) {
        return of == ListFormat.AIDE ? aide(in) : compare(of, in);
      }
    }

    private int compare(ListFormat of, InputStream in) throws Exception {
      ByteString under =
          ByteString.utf8(Path.of(root.orElse("")).toAbsolutePath().normalize().toString());
      JsonObject report;
      try (Sets sets = target.createSets(io);
          Progress progress = new Progress(io, "files", 0)) {
        report = sets.compare(set, of, in, under, progress);
      }
      io.out().println(json ? Json.pretty(report) : FilesReports.compare(report));
      return Reports.verdict(report).exitCode();
    }

    private int aide(InputStream in) throws Exception {
      AideImport.Imported imported =
          AideImport.read(in, file.equals("-") ? Optional.empty() : Optional.of(Path.of(file)));
      JsonObject all = imported.toJson();
      if (imported.rules().isEmpty()) {
        io.err().println("no rule could be carried over" + FilesReports.remarks(all));
        return 2;
      }
      io.out()
          .println(
              json
                  ? Json.pretty(all)
                  : Json.pretty(imported.rules().get()) + FilesReports.remarks(all));
      if (baseline) {
        try (Sets sets = target.createSets(io);
            Progress progress = new Progress(io, "entries", 0)) {
          JsonObject recorded =
              sets.baseline(
                  set, RulesJson.read(imported.rules().get()), reason, false, Pace.FULL, progress);
          (json ? io.err() : io.out()).println(FilesReports.baseline(recorded));
          if (FilesReports.problems(recorded) > 0) {
            return 3;
          }
        }
      }
      return imported.remarks().isEmpty() ? 0 : 1;
    }
  }

  /** {@code intact files export}. */
  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = {
        "Writes what is in force to standard output, for another tool: digests for sha256sum -c, a",
        "specification for mtree -p, rules for AIDE. What the format has no place for is told on",
        "standard error, by a server not."
      },
      footer = {
        "",
        "Exit codes: 0 written, 2 bad usage or input, 3 not established.",
        "",
        "Examples:",
        "  intact files export etc --format sha256sum | sha256sum --quiet -c",
        "  intact files export etc --format mtree >etc.mtree; mtree -p /etc -f etc.mtree"
      })
  static final class Export implements Callable<Integer> {
    private final Io io;
    @Mixin private TargetOptions target = new TargetOptions();

    @Parameters(index = "0", paramLabel = "SET", description = FilesCommand.SET)
    private String set = "";

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = FORMAT)
    private String format = "";

    Export(Io io) {
      this.io = io;
    }

    @Override
    public Integer call() throws Exception {
      ListFormat of = ListFormat.of(format);
      Map<String, Long> leftOut;
      try (Sets sets = target.sets(io)) {
        OutputStream out = new BufferedOutputStream(io.out(), 1 << 16);
        leftOut = sets.export(set, of, out);
        out.flush();
      }
      if (io.out().checkError()) {
        throw new CommandFailure(3, "standard output cannot be written");
      }
      if (!leftOut.isEmpty()) {
        List<String> kinds =
            leftOut.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList();
        io.err().println("not in this format: " + String.join(", ", kinds));
      }
      return 0;
    }
  }
}
