package dev.intact.audit;

import dev.intact.log.index.RecordKeys;
import dev.intact.record.RecordFields;
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
    RecordFields fields = RecordFields.of(entry);
    return new RecordKeys(
        fields.auditId(), fields.eventType(), fields.eventMicros(), fields.createdMicros());
  }

  static OptionalLong createdMicros(byte[] entry) {
    return RecordFields.of(entry).createdMicros();
  }
}
