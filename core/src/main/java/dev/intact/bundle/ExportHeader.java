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
 * @param consistency the covers on both sides of older sizes, each an empty range at that size; at
 *     most {@value #MAX_CONSISTENCY}
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
    List<RangeProof> consistency,
    List<String> vkeys) {

  /** So many older sizes an export shows continuity from at most. */
  public static final int MAX_CONSISTENCY = 16;

  static final String MAGIC = "intact-export/v1";

  private static final JsonLimits LIMITS = JsonLimits.STRICT;

  /** Copies and checks. */
  public ExportHeader {
    vkeys = List.copyOf(vkeys);
    consistency = List.copyOf(consistency);
    if (proof.begin() < 0 || proof.size() < proof.end()) {
      throw new IllegalArgumentException("the entries of the export are not within the log");
    }
    if (consistency.size() > MAX_CONSISTENCY) {
      throw new IllegalArgumentException(
          "consistency from more than " + MAX_CONSISTENCY + " sizes");
    }
    for (RangeProof at : consistency) {
      if (at.begin() != at.end() || at.begin() < 0 || at.begin() > at.size()) {
        throw new IllegalArgumentException("consistency from a size that is not within the log");
      }
      if (at.size() != proof.size()) {
        throw new IllegalArgumentException("consistency with another size than the export's");
      }
    }
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
    if (!consistency.isEmpty()) {
      json.put(
          "consistency",
          new JsonArray(consistency.stream().<JsonValue>map(ExportHeader::consistency).toList()));
    }
    return json.build();
  }

  private static JsonObject consistency(RangeProof at) {
    return JsonObject.builder()
        .put("size", at.begin())
        .put("left", hashes(at.left()))
        .put("right", hashes(at.right()))
        .build();
  }

  private static RangeProof consistency(JsonValue value, long size) {
    if (!(value instanceof JsonObject json)) {
      throw new IllegalArgumentException("consistency is an array of objects");
    }
    long from = json.integer("size").orElseThrow();
    return new RangeProof(from, from, size, hashes(json, "left"), hashes(json, "right"));
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
          consistency(json, proof.size()),
          strings(json, "vkeys"));
    } catch (JsonException | IllegalArgumentException | NoSuchElementException e) {
      throw new ExportFormatException(2, "the header is malformed: " + e.getMessage());
    }
  }

  private static List<RangeProof> consistency(JsonObject json, long size) {
    return json.get("consistency").isEmpty()
        ? List.of()
        : json.array("consistency").orElseThrow().stream()
            .map(value -> consistency(value, size))
            .toList();
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
