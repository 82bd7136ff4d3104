package dev.intact.cli;

import dev.intact.json.Json;
import dev.intact.json.JsonBoolean;
import dev.intact.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intact audit append}. */
@Command(
    name = "append",
    mixinStandardHelpOptions = true,
    description = {
      "Appends records, one JSON object a line, and says when they are durable.",
      "Records with an audit_id may be sent again without harm."
    },
    footer = {
      "",
      "Examples:",
      "  intact audit append family_123 '{\"event_type\":\"login\",\"actor\":{\"id\":\"alice\"}}'",
      "  intact audit append family_123 records.jsonl --server https://audit.example.com --key-file key",
      "  journalctl -o json | intact audit append host_7 -"
    })
final class AuditAppendCommand implements Callable<Integer> {

  private static final int MAX_RECORDS = 5000;

  private final Io io;
  @Mixin private TargetOptions target = new TargetOptions();

  @Parameters(
      index = "0",
      paramLabel = "TRAIL",
      description = "the trail; the first record makes it")
  private String trail = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RECORD|FILE",
      description = "a JSON object, or a file of JSON Lines; - or none for standard input")
  private Optional<String> input = Optional.empty();

  @Option(
      names = "--from",
      defaultValue = "1",
      paramLabel = "LINE",
      description = "begin at this line (default: ${DEFAULT-VALUE})")
  private long from = 1;

  @Option(names = "--json", description = "a receipt for each record, as JSON Lines")
  private boolean json;

  AuditAppendCommand(Io io) {
    this.io = io;
  }

  private InputStream input() throws Exception {
    String name = input.orElse("-");
    if (name.stripLeading().startsWith("{")) {
      return new ByteArrayInputStream(name.getBytes(StandardCharsets.UTF_8));
    }
    return new BufferedInputStream(
        name.equals("-") ? io.in() : Files.newInputStream(Path.of(name)), 1 << 16);
  }

  @Override
  public Integer call() throws Exception {
    long recorded = 0;
    long duplicates = 0;
    Optional<JsonObject> last = Optional.empty();
    try (InputStream in = input();
        Trails trails = target.create(io);
        Progress progress = new Progress(io, "records", 0)) {
      Batches batches = new Batches(in, MAX_RECORDS);
      batches.skipTo(from);
      long line = batches.nextLine();
      for (List<byte[]> some = batches.next(); !some.isEmpty(); some = batches.next()) {
        List<byte[]> records = some.stream().filter(l -> !Batches.isBlank(l)).toList();
        for (JsonObject receipt :
            records.isEmpty() ? List.<JsonObject>of() : send(trails, records, line)) {
          recorded++;
          duplicates += isDuplicate(receipt) ? 1 : 0;
          last = Optional.of(receipt);
          if (json) {
            io.out().println(Json.text(receipt));
          }
        }
        progress.add(records.size());
        line = batches.nextLine();
      }
    }
    if (last.isEmpty()) {
      throw new IllegalArgumentException("there is no record in the input");
    }
    if (!json) {
      io.out().println(summary(recorded, duplicates, last.get()));
    }
    return 0;
  }

  private List<JsonObject> send(Trails trails, List<byte[]> records, long line) throws Exception {
    try {
      return trails.append(trail, records);
    } catch (Exception e) {
      if (line > 1 || records.size() > 1) {
        io.err()
            .println(
                "intact: everything before line "
                    + line
                    + " is recorded; of the "
                    + records.size()
                    + " records from there it is not established. Go on with --from "
                    + line);
      }
      throw e;
    }
  }

  private static boolean isDuplicate(JsonObject receipt) {
    return receipt.get("duplicate").equals(Optional.of(new JsonBoolean(true)));
  }

  private static String summary(long recorded, long duplicates, JsonObject last) {
    String index = last.integer("index").map(String::valueOf).orElse("?");
    if (recorded == 1) {
      return last.string("audit_id").orElse("?")
          + (duplicates == 1 ? " was there already, at index " : " recorded at index ")
          + index
          + ", leaf hash "
          + last.string("leaf_hash").orElse("?");
    }
    return recorded
        + " records durable"
        + (duplicates > 0 ? " (" + duplicates + " were there already)" : "")
        + ", the last at index "
        + index;
  }
}
