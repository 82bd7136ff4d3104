package dev.intact.bundle;

import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonString;
import dev.intact.json.JsonValue;
import dev.intact.merkle.Hash;
import dev.intact.merkle.RangeProof;
import dev.intact.record.RecordTime;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What an export says before its records. Nothing of it is trusted before the checkpoint's
 * signature and the range proof hold.
 *
 * @param origin the log's origin
 * @param proof which entries follow, and the covers left and right of them
 * @param selectedBegin first entry that was asked for; entries before it are there to bracket a
 *     date
 * @param selectedEnd behind the last entry that was asked for
 * @param startDate the date from which records were asked for, if any
 * @param endDate the date before which records were asked for, if any
 * @param checkpoint the signed checkpoint, a note
 * @param vkeys the log's keys, for information: trust has to come from elsewhere
 */
public record ExportHeader(
    String origin,
    RangeProof proof,
    long selectedBegin,
    long selectedEnd,
    Optional<String> startDate,
    Optional<String> endDate,
    String checkpoint,
    List<String> vkeys) {

  static final String MAGIC = "intact-export/v1";

  private static final JsonLimits LIMITS = JsonLimits.STRICT;

  /** Copies and checks. */
  public ExportHeader {
    vkeys = List.copyOf(vkeys);
    boolean inside =
        proof.begin() <= selectedBegin
            && selectedBegin <= selectedEnd
            && selectedEnd <= proof.end();
    if (!inside) {
      throw new IllegalArgumentException("the selected entries are not within those of the export");
    }
    for (Optional<String> date : List.of(startDate, endDate)) {
      if (date.isPresent() && RecordTime.parse(date.get()).isEmpty()) {
        throw new IllegalArgumentException(date.get() + " is no RFC 3339 time");
      }
    }
  }

  JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("origin", origin)
            .put("begin", proof.begin())
            .put("end", proof.end())
            .put("size", proof.size())
            .put("left", hashes(proof.left()))
            .put("right", hashes(proof.right()))
            .put("selected_begin", selectedBegin)
            .put("selected_end", selectedEnd)
            .put("checkpoint", checkpoint)
            .put("vkeys", JsonArray.ofStrings(vkeys));
    startDate.ifPresent(d -> json.put("start_date", d));
    endDate.ifPresent(d -> json.put("end_date", d));
    return json.build();
  }

  private static JsonArray hashes(List<Hash> hashes) {
    return JsonArray.ofStrings(hashes.stream().map(Hash::hex).toList());
  }

  static ExportHeader parse(byte[] line) throws ExportFormatException {
    try {
      JsonValue value = Json.parse(line, LIMITS);
      if (!(value instanceof JsonObject json)) {
        throw new ExportFormatException(2, "the header is not an object");
      }
      RangeProof proof =
          new RangeProof(
              json.integer("begin").orElseThrow(),
              json.integer("end").orElseThrow(),
              json.integer("size").orElseThrow(),
              hashes(json, "left"),
              hashes(json, "right"));
      return new ExportHeader(
          json.string("origin").orElseThrow(),
          proof,
          json.integer("selected_begin").orElseThrow(),
          json.integer("selected_end").orElseThrow(),
          date(json, "start_date"),
          date(json, "end_date"),
          json.string("checkpoint").orElseThrow(),
          strings(json, "vkeys"));
    } catch (JsonException | IllegalArgumentException | NoSuchElementException e) {
      throw new ExportFormatException(2, "the header is malformed: " + e.getMessage());
    }
  }

  private static Optional<String> date(JsonObject json, String name) {
    return json.get(name).map(v -> v instanceof JsonString s ? s.value() : "");
  }

  private static List<Hash> hashes(JsonObject json, String name) {
    return strings(json, name).stream().map(Hash::parseHex).toList();
  }

  private static List<String> strings(JsonObject json, String name) {
    return json.array(name).orElseThrow().stream()
        .map(v -> v instanceof JsonString s ? s.value() : "")
        .toList();
  }
}
