package dev.intact.cli;

import dev.intact.audit.AuditTrail;
import dev.intact.audit.IntegrityReport;
import dev.intact.audit.RecordQuery;
import dev.intact.audit.RecordReceipt;
import dev.intact.audit.StoredRecord;
import dev.intact.finding.Finding;
import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import dev.intact.log.LogStore;
import dev.intact.record.RecordTime;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intact audit …}: trails in a data directory that no server is using. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Audit trails in a data directory that no server is using.")
final class AuditCommand {

  private static final int CHUNK = 5000;
  private static final String TRAIL = "the trail's name";

  @Command(
      name = "append",
      mixinStandardHelpOptions = true,
      description = "Appends records, one JSON object a line.")
  int append(
      @Mixin StoreOptions options,
      @Parameters(paramLabel = "TRAIL", description = TRAIL) String trail,
      @Parameters(
              paramLabel = "FILE",
              arity = "0..1",
              description = "JSON Lines; - or none for standard input")
          Optional<String> file)
      throws Exception {
    try (LogStore store = options.create();
        InputStream in =
            file.isEmpty() || file.get().equals("-")
                ? System.in
                : Files.newInputStream(Path.of(file.get()))) {
      AuditTrail to = StoreOptions.audit(store).openOrCreate(trail);
      List<byte[]> lines = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).split("\n")) {
        if (!line.isBlank()) {
          lines.add(line.getBytes(StandardCharsets.ISO_8859_1));
        }
      }
      for (int i = 0; i < lines.size(); i += CHUNK) {
        for (RecordReceipt receipt :
            to.append(lines.subList(i, Math.min(lines.size(), i + CHUNK)), StoreOptions.actor())) {
          System.out.println(Json.text(receipt.toJson()));
        }
      }
      return 0;
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists records, one a line.")
  int list(
      @Mixin StoreOptions options,
      @Parameters(paramLabel = "TRAIL", description = TRAIL) String trail,
      @Option(names = "--start", description = "not recorded before") Optional<String> start,
      @Option(names = "--end", description = "recorded before") Optional<String> end,
      @Option(names = "--type", description = "only this event_type") Optional<String> type,
      @Option(
              names = "--limit",
              defaultValue = "100",
              description = "1 to 1000 (default: ${DEFAULT-VALUE})")
          int limit)
      throws Exception {
    try (LogStore store = options.open()) {
      RecordQuery query = new RecordQuery(date(start), date(end), false, type, -1, limit);
      for (StoredRecord record :
          StoreOptions.audit(store).trail(trail).list(query, StoreOptions.actor()).records()) {
        System.out.println(new String(record.bytes(), StandardCharsets.UTF_8));
      }
      return 0;
    }
  }

  @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one record.")
  int show(
      @Mixin StoreOptions options,
      @Parameters(paramLabel = "TRAIL", description = TRAIL) String trail,
      @Parameters(paramLabel = "AUDIT_ID", description = "the record's id") String id,
      @Option(names = "--json", description = "the stored bytes as they are") boolean json)
      throws Exception {
    try (LogStore store = options.open()) {
      StoredRecord record = StoreOptions.audit(store).trail(trail).show(id, StoreOptions.actor());
      System.out.println(
          json ? new String(record.bytes(), StandardCharsets.UTF_8) : AuditTrail.pretty(record));
      return 0;
    }
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description =
          "Reads a trail again, recomputes it, and says what does not agree with what was signed.")
  int verify(
      @Mixin StoreOptions options,
      @Parameters(paramLabel = "TRAIL", description = TRAIL) String trail,
      @Option(names = "--start", description = "not recorded before") Optional<String> start,
      @Option(names = "--end", description = "recorded before") Optional<String> end,
      @Option(names = "--json", description = "the report as JSON") boolean json)
      throws Exception {
    try (LogStore store = options.open()) {
      IntegrityReport report =
          StoreOptions.audit(store)
              .trail(trail)
              .verify(date(start), date(end), StoreOptions.actor());
      if (json) {
        System.out.println(Json.pretty(report.toJson()));
      } else {
        System.out.println(
            report.verdict()
                + "  trail "
                + trail
                + ": "
                + report.coverage().checked()
                + " of "
                + report.coverage().expected()
                + " records checked against the checkpoint of size "
                + report.checkpointSize()
                + " in "
                + report.duration().toMillis()
                + " ms");
        for (Finding finding : report.findings()) {
          System.out.println(finding.toText());
        }
      }
      return report.verdict().exitCode();
    }
  }

  @Command(
      name = "prove",
      mixinStandardHelpOptions = true,
      description = "Writes a proof of one record.")
  int prove(
      @Mixin StoreOptions options,
      @Parameters(paramLabel = "TRAIL", description = TRAIL) String trail,
      @Parameters(paramLabel = "AUDIT_ID", description = "the record's id") String id,
      @Option(names = "--out", required = true, description = "the .tlog-proof file to write")
          Path out)
      throws Exception {
    try (LogStore store = options.open()) {
      Files.write(
          out, StoreOptions.audit(store).trail(trail).prove(id, StoreOptions.actor()).encode());
      System.out.println(out + " written; check it with: intact verify " + out + " --key VKEY");
      return 0;
    }
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Exports records, provably complete.")
  int export(
      @Mixin StoreOptions options,
      @Parameters(paramLabel = "TRAIL", description = TRAIL) String trail,
      @Option(names = "--start", description = "not recorded before") Optional<String> start,
      @Option(names = "--end", description = "recorded before") Optional<String> end,
      @Option(names = "--out", required = true, description = "the file to write") Path out)
      throws Exception {
    Path temp = out.resolveSibling(out.getFileName() + ".part");
    try (LogStore store = options.open()) {
      long count;
      try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(temp), 1 << 16)) {
        count =
            StoreOptions.audit(store)
                .trail(trail)
                .export(date(start), date(end), to, StoreOptions.actor());
      }
      Files.move(temp, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      System.out.println(
          out + ": " + count + " records; check it with: intact verify " + out + " --key VKEY");
      return 0;
    } finally {
      Files.deleteIfExists(temp);
    }
  }

  @Command(
      name = "custody",
      mixinStandardHelpOptions = true,
      description = "Shows what was done with a record, by whom.")
  int custody(
      @Mixin StoreOptions options,
      @Parameters(paramLabel = "TRAIL", description = TRAIL) String trail,
      @Parameters(paramLabel = "AUDIT_ID", description = "the record's id") String id)
      throws Exception {
    try (LogStore store = options.open()) {
      for (JsonObject act :
          StoreOptions.audit(store).trail(trail).custody(id, StoreOptions.actor())) {
        System.out.println(Json.text(act));
      }
      return 0;
    }
  }

  @Command(
      name = "keys",
      mixinStandardHelpOptions = true,
      description = "Shows the keys that a trail is signed with.")
  int keys(
      @Mixin StoreOptions options,
      @Parameters(paramLabel = "TRAIL", description = TRAIL) String trail)
      throws Exception {
    try (LogStore store = options.open()) {
      StoreOptions.audit(store).trail(trail).log().verifierKeys().forEach(System.out::println);
      return 0;
    }
  }

  private static Optional<Instant> date(Optional<String> text) {
    Optional<Instant> time = text.flatMap(RecordTime::parseBound);
    if (text.isPresent() && time.isEmpty()) {
      throw new IllegalArgumentException(
          text.get() + " is no date; write 2026-03-01 or 2026-03-01T12:00:00Z");
    }
    return time;
  }
}
