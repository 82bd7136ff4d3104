package dev.intact.audit;

import dev.intact.json.JsonObject;
import dev.intact.log.Appended;
import dev.intact.record.RecordTime;

/**
 * The acknowledgement of a record.
 *
 * @param auditId its id
 * @param appended index, leaf hash and time of record
 */
public record RecordReceipt(String auditId, Appended appended) {

  /**
   * The receipt as JSON.
   *
   * @return an object
   */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("audit_id", auditId)
        .put("index", appended.index())
        .put("leaf_hash", appended.leafHash().hex())
        .put("created_at", RecordTime.format(appended.createdAt()))
        .put("duplicate", appended.duplicate())
        .build();
  }
}
