package dev.intact.audit;

import dev.intact.audit.AuditException.Kind;
import dev.intact.json.Json;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonString;
import dev.intact.json.JsonValue;
import dev.intact.record.RecordTime;
import java.util.List;
import java.util.Optional;

/**
 * What a caller's record must be before anything is added to it. Everything that is not reserved is
 * the caller's.
 */
final class RecordValidator {

  static final int MAX_BYTES = 60 << 10;
  static final int MAX_TYPE = 128;

  private static final JsonLimits LIMITS = JsonLimits.STRICT.withMaxBytes(MAX_BYTES);
  private static final int MAX_ID = 128;
  private static final List<String> OBJECTS =
      List.of("actor", "family_member_attribution", "transaction_details");

  private RecordValidator() {}

  static JsonObject parse(byte[] json, String trail) throws AuditException {
    JsonValue value;
    try {
      value = Json.parse(json, LIMITS);
    } catch (JsonException e) {
      throw new AuditException(Kind.INVALID, "the record is refused: " + e.getMessage(), e);
    }
    if (!(value instanceof JsonObject object)) {
      throw invalid("", "a record is a JSON object");
    }
    check(object, trail);
    return object;
  }

  private static void check(JsonObject object, String trail) throws AuditException {
    if (object.get("integrity").isPresent()) {
      throw invalid("/integrity", "the log sets this member; leave it out");
    }
    for (String name : List.of("trail_id", "family_id")) {
      Optional<JsonValue> stated = object.get(name);
      if (stated.isPresent() && !stated.get().equals(new JsonString(trail))) {
        throw invalid("/" + name, "the record is posted to trail " + trail);
      }
    }
    if (object.get("audit_id").isPresent()
        && object.string("audit_id").filter(RecordValidator::isId).isEmpty()) {
      throw invalid("/audit_id", "an id is a string of 1 to 128 of A-Z a-z 0-9 . _ : ~ -");
    }
    if (object.string("event_type").filter(s -> !s.isEmpty() && s.length() <= MAX_TYPE).isEmpty()) {
      throw invalid("/event_type", "needed: a string of 1 to " + MAX_TYPE + " characters");
    }
    if (object.get("timestamp").isPresent()
        && object.string("timestamp").flatMap(RecordTime::parse).isEmpty()) {
      throw invalid(
          "/timestamp",
          "a time is RFC 3339 with an offset and at most microseconds, as 2024-01-15T10:30:00Z");
    }
    for (String name : OBJECTS) {
      if (object.get(name).isPresent() && object.object(name).isEmpty()) {
        throw invalid("/" + name, "this member is an object");
      }
    }
    if (object.get("data_classification").isPresent()
        && object.string("data_classification").isEmpty()) {
      throw invalid("/data_classification", "this member is a string");
    }
  }

  static boolean isId(String id) {
    return !id.isEmpty() && id.length() <= MAX_ID && id.chars().allMatch(RecordValidator::isIdChar);
  }

  private static boolean isIdChar(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || "._:~-".indexOf(c) >= 0;
  }

  static AuditException invalid(String pointer, String message) {
    return new AuditException(Kind.INVALID, (pointer.isEmpty() ? "" : pointer + ": ") + message);
  }
}
