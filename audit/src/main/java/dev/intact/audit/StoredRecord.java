package dev.intact.audit;

import dev.intact.json.Json;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;

/** A record as it is stored. Not verified: a proof or a verification is. */
public final class StoredRecord {

  private final long index;
  private final byte[] bytes;

  StoredRecord(long index, byte[] bytes) {
    this.index = index;
    this.bytes = bytes;
  }

  /**
   * Its place in the trail.
   *
   * @return the index
   */
  public long index() {
    return index;
  }

  int length() {
    return bytes.length;
  }

  /**
   * The leaf bytes, canonical JSON.
   *
   * @return a copy
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * The record in a list.
   *
   * @return {@code index} and {@code record}, or {@code damaged} with the reason if it is not JSON
   */
  public JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder().put("index", index);
    try {
      return json.put("record", Json.parse(bytes, JsonLimits.STRICT)).build();
    } catch (JsonException e) {
      return json.put("damaged", e.getMessage() == null ? "not JSON" : e.getMessage()).build();
    }
  }
}
