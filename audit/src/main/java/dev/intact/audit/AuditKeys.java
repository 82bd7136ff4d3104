package dev.intact.audit;

import dev.intact.json.CanonicalScanner;
import dev.intact.log.index.RecordKeys;
import dev.intact.record.RecordTime;
import java.util.OptionalLong;

/** The keys of audit records for the index. */
public final class AuditKeys {

  private AuditKeys() {}

  /**
   * The keys of an entry.
   *
   * @param entry the leaf bytes; anything that is no audit record has none
   * @return id, type and times
   */
  public static RecordKeys keys(byte[] entry) {
    return new RecordKeys(
        CanonicalScanner.string(entry, "audit_id"),
        CanonicalScanner.string(entry, "event_type"),
        eventMicros(entry),
        createdMicros(entry));
  }

  static OptionalLong eventMicros(byte[] entry) {
    return CanonicalScanner.string(entry, "timestamp")
        .map(RecordTime::micros)
        .orElse(OptionalLong.empty());
  }

  static OptionalLong createdMicros(byte[] entry) {
    return CanonicalScanner.string(entry, "integrity", "created_at")
        .map(RecordTime::micros)
        .orElse(OptionalLong.empty());
  }
}
