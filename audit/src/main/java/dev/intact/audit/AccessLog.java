package dev.intact.audit;

import dev.intact.json.Json;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.log.Log;
import dev.intact.log.LogException;
import dev.intact.log.LogStore;
import dev.intact.log.RecordDraft;
import dev.intact.log.RecordIds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The chain of custody of a trail: its log {@code <trail>~access}, whose records say who did what
 * with which records. An action whose record is not durable does not take place.
 */
final class AccessLog {

  static final String SUFFIX = "~access";

  private final LogStore store;
  private final Log log;
  private final RecordIds ids;

  AccessLog(LogStore store, Log log, RecordIds ids) {
    this.store = store;
    this.log = log;
    this.ids = ids;
  }

  /** Records an action on records [begin, end). */
  void record(String action, String actor, long begin, long end, JsonObject detail)
      throws LogException, AuditException {
    JsonObject record =
        JsonObject.builder()
            .put("audit_id", ids.next())
            .put("event_type", action)
            .put("actor", actor)
            .put("begin", begin)
            .put("end", end)
            .put("detail", detail)
            .build();
    Futures.await(log.append(RecordDraft.of(record, true, List.of(), "intact")));
  }

  /**
   * Everything that was done with a record, oldest first. Reads the whole access log, and proves
   * that it is whole.
   */
  List<JsonObject> of(long index) throws IOException, LogException, AuditException {
    List<JsonObject> found = new ArrayList<>();
    long size = log.size();
    TrailReader.proven(store, log, size)
        .scan(
            0,
            size,
            (at, entry) -> {
              JsonObject record = parse(entry);
              long begin = record.integer("begin").orElse(0L);
              long end = record.integer("end").orElse(0L);
              if (begin <= index && index < end) {
                found.add(record);
              }
            });
    return found;
  }

  private static JsonObject parse(byte[] entry) throws IOException {
    try {
      return (JsonObject) Json.parse(entry, JsonLimits.STRICT);
    } catch (JsonException | ClassCastException e) {
      throw new IOException("the access log holds something that is no record", e);
    }
  }
}
