package dev.intact.cli;

import dev.intact.bundle.ExportHeader;
import dev.intact.bundle.ExportReader;
import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonString;
import dev.intact.json.JsonValue;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intact audit …}: what reads trails. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Audit trails, on a running server or in a data directory.",
      "The server: --server, or INTACT_SERVER in the environment. The directory: --data; while a server",
      "is using it, talk to the server."
    },
    footer = {
      "",
      "Examples:",
      "  intact audit verify family_123 --server http://127.0.0.1:8470 --key-file intact-data/admin.key",
      "  intact audit export family_123 --start 2026-03-01 --end 2026-04-01 --out march.intact"
    })
final class AuditCommand {

  private static final int PAGE = 1000;
  private static final String TRAIL = "the trail's name";
  private static final String ID = "the record's id";

  private final Io io;

  AuditCommand(Io io) {
    this.io = io;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = {
        "Lists records in the order of the trail. The list comes from the index, an untrusted",
        "view; each record is proven, but for a list that provably leaves nothing out, export."
      },
      footer = {
        "",
        "Example:",
        "  intact audit list family_123 --start 2026-03-01 --type login --all"
      })
  int list(
      @Mixin TargetOptions target,
      @Mixin Dates dates,
      @Parameters(paramLabel = "TRAIL", description = TRAIL) String trail,
      @Option(names = "--type", description = "only this event_type") Optional<String> type,
      @Option(
              names = "--after",
              defaultValue = "-1",
              paramLabel = "INDEX",
              description = "only records behind this index")
          long after,
      @Option(
              names = "--limit",
              defaultValue = "100",
              description = "at most so many (default: ${DEFAULT-VALUE})")
          long limit,
      @Option(names = "--all", description = "without a limit") boolean all,
      @Option(names = "--json", description = "JSON Lines of index and record") boolean json)
      throws Exception {
    if (limit < 1) {
      throw new IllegalArgumentException("--limit is at least 1");
    }
    try (Trails trails = target.open(io)) {
      long left = all ? Long.MAX_VALUE : limit;
      Optional<Long> next = Optional.of(after);
      while (next.isPresent() && left > 0) {
        Trails.Page page =
            trails.list(
                trail,
                new Trails.Query(
                    dates.start(), dates.end(), type, next.get(), (int) Math.min(PAGE, left)));
        page.rows().forEach(row -> io.out().println(json ? Json.text(row) : row(row)));
        left -= page.rows().size();
        next = page.next();
      }
      next.ifPresent(n -> io.err().println("more: --after " + n));
      return 0;
    }
  }

  private static String row(JsonObject row) {
    JsonObject record = row.object("record").orElse(JsonObject.empty());
    return row.integer("index").map(String::valueOf).orElse("?")
        + "  "
        + record.object("integrity").flatMap(i -> i.string("created_at")).orElse("-")
        + "  "
        + record.string("audit_id").orElse("-")
        + "  "
        + record.string("event_type").orElse(row.string("damaged").orElse("-"));
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one record.",
      footer = {"", "Example:", "  intact audit show family_123 audit_550e8400e29b41d4"})
  int show(
      @Mixin TargetOptions target,
      @Parameters(paramLabel = "TRAIL", description = TRAIL) String trail,
      @Parameters(paramLabel = "AUDIT_ID", description = ID) String id,
      @Option(names = "--json", description = "the stored bytes as they are") boolean json)
      throws Exception {
    try (Trails trails = target.open(io)) {
      byte[] bytes = trails.show(trail, id);
      io.out().println(json ? new String(bytes, StandardCharsets.UTF_8) : pretty(bytes));
      return 0;
    }
  }

  private static String pretty(byte[] record) {
    try {
      return Json.pretty(Json.parse(record, JsonLimits.STRICT));
    } catch (JsonException e) {
      return new String(record, StandardCharsets.UTF_8);
    }
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Reads a trail again, recomputes it, and says what does not agree with what was signed.",
        "With --own the logs that belong to no trail: ~root, ~security, ~monitor, sets of files."
      },
      footer = {
        "",
        "Exit codes: 0 intact, 1 integrity violation, 2 bad usage or input, 3 not established.",
        "",
        "Examples:",
        "  intact audit verify family_123 --start 2026-03-01 --end 2026-04-01 --json",
        "  intact audit verify --own"
      })
  int verify(
      @Mixin TargetOptions target,
      @Mixin Dates dates,
      @Parameters(paramLabel = "TRAIL", arity = "0..1", description = TRAIL) Optional<String> trail,
      @Option(names = "--own", description = "the installation's own logs, all of each")
          boolean own,
      @Option(names = "--json", description = "the report as JSON") boolean json)
      throws Exception {
    if (own == trail.isPresent()) {
      throw new IllegalArgumentException("either TRAIL or --own is needed");
    }
    if (own) {
      return verifyOwn(target, dates, json);
    }
    JsonObject report;
    try (Trails trails = target.open(io);
        Progress progress = new Progress(io, "records", 0)) {
      report = trails.verify(trail.orElseThrow(), dates.start(), dates.end(), progress);
    }
    io.out().println(json ? Json.pretty(report) : Reports.text(report));
    return Reports.verdict(report).exitCode();
  }

  private int verifyOwn(TargetOptions target, Dates dates, boolean json) throws Exception {
    if (dates.start().isPresent() || dates.end().isPresent()) {
      throw new IllegalArgumentException("--own reads all of each log; it takes no dates");
    }
    JsonObject answer;
    try (Trails trails = target.open(io)) {
      answer = trails.verifyOwn();
    }
    List<JsonObject> reports = Reports.ofLogs(answer);
    if (json) {
      io.out().println(Json.pretty(answer));
    } else {
      reports.forEach(r -> io.out().println(Reports.text(r)));
    }
    return Reports.exitCode(reports);
  }

  @Command(
      name = "prove",
      mixinStandardHelpOptions = true,
      description = "Writes a proof of one record.",
      footer = {"", "Example:", "  intact audit prove family_123 a-3 --out a-3.tlog-proof"})
  int prove(
      @Mixin TargetOptions target,
      @Parameters(paramLabel = "TRAIL", description = TRAIL) String trail,
      @Parameters(paramLabel = "AUDIT_ID", description = ID) String id,
      @Option(names = "--out", required = true, description = "the .tlog-proof file to write")
          Path out,
      @Option(names = "--json", description = "what was written, as JSON") boolean json)
      throws Exception {
    byte[] proof;
    try (Trails trails = target.open(io)) {
      proof = trails.prove(trail, id);
    }
    Files.write(out, proof);
    io.out()
        .println(
            json
                ? Json.text(
                    JsonObject.builder()
                        .put("file", out.toString())
                        .put("trail", trail)
                        .put("audit_id", id)
                        .put("bytes", proof.length)
                        .build())
                : out + " written; check it with: intact verify " + out + " --key VKEY");
    return 0;
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Exports records, provably complete.",
      footer = {
        "",
        "Example:",
        "  intact audit export family_123 --start 2026-03-01 --end 2026-04-01 --out march.intact"
      })
  int export(
      @Mixin TargetOptions target,
      @Mixin Dates dates,
      @Parameters(paramLabel = "TRAIL", description = TRAIL) String trail,
      @Option(names = "--out", required = true, description = "the file to write") Path out,
      @Option(
              names = "--since-checkpoint",
              paramLabel = "FILE",
              description = {
                "a checkpoint of the trail that you kept: the export then shows that the log",
                "continues it; may be repeated"
              })
          List<Path> since,
      @Option(names = "--json", description = "what was written, as JSON") boolean json)
      throws Exception {
    Path temp = out.resolveSibling(out.getFileName() + ".part");
    ExportHeader header;
    try (Trails trails = target.open(io);
        Progress progress = new Progress(io, "bytes", 0)) {
      List<Long> older =
          since == null ? List.of() : KeptCheckpoints.sizes(since, trails.describe(trail));
      try (OutputStream file = Files.newOutputStream(temp);
          OutputStream to = new BufferedOutputStream(new CountingOutput(file, progress), 1 << 16)) {
        trails.export(trail, dates.start(), dates.end(), older, to);
      }
      try (InputStream in = Files.newInputStream(temp)) {
        header = new ExportReader(in).header();
      }
      Files.move(temp, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temp);
    }
    long count = header.selectedEnd() - header.selectedBegin();
    io.out()
        .println(
            json
                ? Json.text(
                    JsonObject.builder()
                        .put("file", out.toString())
                        .put("origin", header.origin())
                        .put("records", count)
                        .put("bytes", Files.size(out))
                        .build())
                : out
                    + ": "
                    + count
                    + " records; check it with: intact verify "
                    + out
                    + " --key VKEY");
    return 0;
  }

  @Command(
      name = "custody",
      mixinStandardHelpOptions = true,
      description = "Shows what was done with a record, by whom.",
      footer = {"", "Example:", "  intact audit custody family_123 a-3 --json"})
  int custody(
      @Mixin TargetOptions target,
      @Parameters(paramLabel = "TRAIL", description = TRAIL) String trail,
      @Parameters(paramLabel = "AUDIT_ID", description = ID) String id,
      @Option(names = "--json", description = "JSON Lines, one act a line") boolean json)
      throws Exception {
    try (Trails trails = target.open(io)) {
      for (JsonObject act : trails.custody(trail, id)) {
        io.out().println(json ? Json.text(act) : Reports.act(act));
      }
      return 0;
    }
  }

  @Command(
      name = "keys",
      mixinStandardHelpOptions = true,
      description = {
        "Shows the keys that a trail is signed with. They are worth trust once they have come to",
        "the verifier by a way of their own."
      },
      footer = {"", "Example:", "  intact audit keys family_123 > family_123.vkeys"})
  int keys(
      @Mixin TargetOptions target,
      @Parameters(paramLabel = "TRAIL", description = TRAIL) String trail,
      @Option(names = "--json", description = "trail, origin and vkeys as JSON") boolean json)
      throws Exception {
    try (Trails trails = target.open(io)) {
      printKeys(io, trails.describe(trail), json);
      return 0;
    }
  }

  static void printKeys(Io io, JsonObject trail, boolean json) {
    List<JsonValue> keys = trail.array("vkeys").orElse(List.of());
    if (json) {
      io.out()
          .println(
              Json.text(
                  JsonObject.builder()
                      .put("trail", trail.string("trail").orElse(""))
                      .put("origin", trail.string("origin").orElse(""))
                      .put("vkeys", new JsonArray(keys))
                      .build()));
      return;
    }
    keys.forEach(k -> io.out().println(k instanceof JsonString s ? s.value() : Json.text(k)));
  }
}
