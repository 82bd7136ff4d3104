package dev.intact.cli;

import dev.intact.finding.Finding;
import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intact audit import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Imports an older trail, one record a line, whose integrity.hash is SHA-256 over Python's",
      "json.dumps(record, sort_keys=True, default=str). Each hash is verified; one that does not",
      "hold is reported and recorded as such, and the original bytes are kept.",
      "Repeating an import adds nothing twice."
    },
    footer = {
      "",
      "Exit codes: 0 every hash held; 1 one did not; 2 bad input; 3 a line has no hash or was refused,",
      "or the import was broken off: go on with the --from that it says.",
      "",
      "Examples:",
      "  intact audit import family_123 old.jsonl",
      "  intact audit import family_123 old.jsonl --from 120001 --json"
    })
final class AuditImportCommand implements Callable<Integer> {

  private static final int MAX_LINES = 1000;
  private static final List<String> COUNTS =
      List.of("lines", "verified", "mismatched", "without_hash", "duplicates", "refused");

  private final Io io;
  private final Map<String, Long> counts = new TreeMap<>();
  @Mixin private TargetOptions target = new TargetOptions();

  @Parameters(
      index = "0",
      paramLabel = "TRAIL",
      description = "the trail; the first record makes it")
  private String trail = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "JSON Lines; - for standard input")
  private String file = "";

  @Option(
      names = "--from",
      defaultValue = "1",
      paramLabel = "LINE",
      description = "begin at this line (default: ${DEFAULT-VALUE})")
  private long from = 1;

  @Option(
      names = "--json",
      description = "a report for each part, then the sum with \"done\":true, as JSON Lines")
  private boolean json;

  AuditImportCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    if (from < 1) {
      throw new IllegalArgumentException("--from: lines are counted from 1");
    }
    long next;
    try (InputStream in =
            new BufferedInputStream(
                file.equals("-") ? io.in() : Files.newInputStream(Path.of(file)), 1 << 16);
        Trails trails = target.create(io);
        Progress progress = new Progress(io, "lines", 0)) {
      Batches batches = new Batches(in, MAX_LINES);
      batches.skipTo(from);
      next = batches.nextLine();
      for (List<byte[]> some = batches.next(); !some.isEmpty(); some = batches.next()) {
        report(send(trails, some, next));
        progress.add(some.size());
        next = batches.nextLine();
      }
    }
    if (count("lines") == 0) {
      throw new IllegalArgumentException("there is no record in the input from line " + from);
    }
    finish(next);
    if (count("mismatched") > 0) {
      return 1;
    }
    return count("without_hash") + count("refused") > 0 ? 3 : 0;
  }

  private JsonObject send(Trails trails, List<byte[]> lines, long first) throws Exception {
    try {
      return trails.importOlder(trail, lines, first);
    } catch (Exception e) {
      io.err()
          .println("intact: imported up to line " + (first - 1) + "; go on with --from " + first);
      throw e;
    }
  }

  private void report(JsonObject part) {
    for (String name : COUNTS) {
      counts.merge(name, part.integer(name).orElse(0L), Long::sum);
    }
    if (json) {
      io.out().println(Json.text(part));
      return;
    }
    for (JsonValue finding : part.array("findings").orElse(List.of())) {
      io.out().println(Finding.parse((JsonObject) finding).toText());
    }
  }

  private void finish(long next) {
    if (json) {
      JsonObject.Builder sum = JsonObject.builder().put("next_line", next);
      COUNTS.forEach(name -> sum.put(name, count(name)));
      io.out().println(Json.text(sum.put("done", true).build()));
      return;
    }
    io.out()
        .println(
            count("lines")
                + " lines: "
                + count("verified")
                + " verified, "
                + count("mismatched")
                + " with a hash that does not hold, "
                + count("without_hash")
                + " without a hash, "
                + count("duplicates")
                + " already there, "
                + count("refused")
                + " refused");
  }

  private long count(String name) {
    return counts.getOrDefault(name, 0L);
  }
}
