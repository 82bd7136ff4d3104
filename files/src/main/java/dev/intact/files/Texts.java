package dev.intact.files;

import dev.intact.files.SetLog.Act;
import dev.intact.files.explain.PathReader;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.StateFormatException;
import dev.intact.files.text.ConfigText;
import dev.intact.json.Json;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.log.LogException;
import dev.intact.log.ProvenEntries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Texts of configuration files in a set's log, without their secrets, within limits. */
final class Texts {

  static final String TYPE = "file_text";
  static final String FORMAT = "intact-files-text/v1";

  private static final String MEMBER = "texts";
  private static final int MAX_FILES = 2_000;
  private static final long MAX_TOTAL = 8L << 20;

  private final List<Meant> meant = new ArrayList<>();
  private long total;

  private record Meant(ByteString path, String sha256) {}

  /** Remembers that the text of a state is wanted. */
  void want(ByteString path, ByteString state) throws IOException {
    if (meant.size() >= MAX_FILES) {
      return;
    }
    try {
      FileState read = FileState.read(state.toBytes());
      Optional<String> hash = read.value(Field.HASH);
      long size = read.value(Field.SIZE).map(Long::parseUnsignedLong).orElse(Long.MAX_VALUE);
      if (hash.isPresent() && size <= ConfigText.MAX_BYTES && total + size <= MAX_TOTAL) {
        total += size;
        meant.add(new Meant(path, hash.get()));
      }
    } catch (StateFormatException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Reads and records what was wanted; says in the act where it is. */
  void record(PieceAppender pieces, JsonObject.Builder act)
      throws IOException, LogException, InterruptedException {
    if (meant.isEmpty()) {
      return;
    }
    try (PathReader reader = PathReader.open()) {
      for (Meant one : meant) {
        Optional<List<String>> lines = read(reader, one);
        if (lines.isPresent()) {
          byte[] text = String.join("\n", lines.get()).getBytes(StandardCharsets.UTF_8);
          pieces.append(
              JsonObject.builder()
                  .put("event_type", TYPE)
                  .put("format", FORMAT)
                  .put("path", one.path.display())
                  .put("sha256", one.sha256),
              "text",
              ByteString.of(text));
        }
      }
    }
    act.put(MEMBER, pieces.finish().toJson());
  }

  private static Optional<List<String>> read(PathReader reader, Meant one) {
    try {
      return ConfigText.read(reader, one.path, one.sha256);
    } catch (IOException e) {
      return Optional.empty(); // went meanwhile: a check finds it, and no text of it is shown
    }
  }

  static boolean areIn(Act act) {
    return act.record().object(MEMBER).isPresent();
  }

  /** The text that a path had with a content, if an act kept it. */
  static Optional<List<String>> find(
      ProvenEntries proven, List<Act> acts, ByteString path, String sha256)
      throws LogException, IOException {
    for (Act act : acts.reversed()) {
      Optional<JsonObject> ref = act.record().object(MEMBER);
      if (ref.isEmpty()) {
        continue;
      }
      RunRef run = RunRef.of(ref.get());
      for (long at = run.first(); at < run.first() + run.records(); at++) {
        JsonObject record = parse(at, proven.entry(at));
        if (record.string("path").equals(Optional.of(path.display()))
            && record.string("sha256").equals(Optional.of(sha256))) {
          byte[] text = Base64.getDecoder().decode(Members.string(record, "text"));
          return Optional.of(new String(text, StandardCharsets.UTF_8).lines().toList());
        }
      }
    }
    return Optional.empty();
  }

  private static JsonObject parse(long at, byte[] entry) throws IOException {
    try {
      if (Json.parse(entry, JsonLimits.STRICT) instanceof JsonObject record
          && record.string("event_type").equals(Optional.of(TYPE))
          && record.string("format").equals(Optional.of(FORMAT))) {
        return record;
      }
    } catch (JsonException e) {
      throw new IOException("record " + at + " should hold a text", e);
    }
    throw new IOException("record " + at + " should hold a text");
  }
}
