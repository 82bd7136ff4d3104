package dev.intact.audit;

import dev.intact.audit.AuditException.Kind;
import dev.intact.json.CanonicalMembers;
import dev.intact.json.Json;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
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
  private static final List<String> NAMES_OF_TRAIL = List.of("trail_id", "family_id");
  private static final List<String> OBJECTS =
      List.of("actor", "family_member_attribution", "transaction_details");

  private RecordValidator() {}

  /** The members of a record that may be taken, in canonical form. */
  static CanonicalMembers parse(byte[] json, String trail) throws AuditException {
    byte[] canonical;
    try {
      canonical = Json.canonicalize(json, LIMITS);
    } catch (JsonException e) {
      throw new AuditException(Kind.INVALID, "the record is refused: " + e.getMessage(), e);
    }
    if (canonical[0] != '{') {
      throw invalid("", "a record is a JSON object");
    }
    CanonicalMembers record = CanonicalMembers.of(canonical);
    check(record, trail);
    return record;
  }

  private static void check(CanonicalMembers record, String trail) throws AuditException {
    if (record.has("integrity")) {
      throw invalid("/integrity", "the log sets this member; leave it out");
    }
    for (String name : NAMES_OF_TRAIL) {
      if (record.has(name) && !record.string(name).equals(Optional.of(trail))) {
        throw invalid("/" + name, "the record is posted to trail " + trail);
      }
    }
    if (record.has("audit_id")
        && record.string("audit_id").filter(RecordValidator::isId).isEmpty()) {
      throw invalid("/audit_id", "an id is a string of 1 to 128 of A-Z a-z 0-9 . _ : ~ -");
    }
    if (record.string("event_type").filter(s -> !s.isEmpty() && s.length() <= MAX_TYPE).isEmpty()) {
      throw invalid("/event_type", "needed: a string of 1 to " + MAX_TYPE + " characters");
    }
    if (record.has("timestamp")
        && record.string("timestamp").flatMap(RecordTime::parse).isEmpty()) {
      throw invalid(
          "/timestamp",
          "a time is RFC 3339 with an offset and at most microseconds, as 2024-01-15T10:30:00Z");
    }
    for (String name : OBJECTS) {
      if (record.has(name) && !record.isObject(name)) {
        throw invalid("/" + name, "this member is an object");
      }
    }
    if (record.has("data_classification") && record.string("data_classification").isEmpty()) {
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
