package dev.intact.log;

import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.log.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The logs by number, and up to which size each is durably in its tiles: from there the journal is
 * replayed.
 *
 * <p>File {@code registry.json}. Untrusted: a size that is too small or too large leaves a gap
 * against the journal or contradicts the signer, and both are refused.
 */
final class Registry {

  private static final String FILE = "registry.json";
  private static final String FORMAT = "intact-registry/v1";
  private static final JsonLimits LIMITS =
      new JsonLimits(256 << 20, 8, 10_000_000, JsonLimits.Numbers.EXACT);

  /**
   * One log.
   *
   * @param name its name; its number is its place in the list
   * @param size entries that are durably in its tiles
   */
  record Known(String name, long size) {}

  private Registry() {}

  static List<Known> read(Storage storage) throws IOException {
    Optional<byte[]> bytes = storage.read(FILE);
    if (bytes.isEmpty()) {
      return List.of();
    }
    try {
      JsonObject json = (JsonObject) Json.parse(bytes.get(), LIMITS);
      if (!json.string("format").equals(Optional.of(FORMAT))) {
        throw new IOException(FILE + " is not of the format " + FORMAT);
      }
      List<Known> known = new ArrayList<>();
      for (JsonValue value : json.array("logs").orElseThrow()) {
        JsonObject log = (JsonObject) value;
        long size = log.integer("size").orElseThrow();
        if (size < 0) {
          throw new IOException(FILE + " is damaged: a log of size " + size);
        }
        known.add(new Known(log.string("name").orElseThrow(), size));
      }
      return known;
    } catch (JsonException | ClassCastException | java.util.NoSuchElementException e) {
      throw new IOException(FILE + " is damaged: " + e.getMessage(), e);
    }
  }

  static void write(Storage storage, List<Known> logs) throws IOException {
    List<JsonValue> values = new ArrayList<>();
    for (Known log : logs) {
      values.add(JsonObject.builder().put("name", log.name()).put("size", log.size()).build());
    }
    JsonObject json =
        JsonObject.builder().put("format", FORMAT).put("logs", new JsonArray(values)).build();
    storage.writeDurable(FILE, Json.canonical(json));
  }
}
