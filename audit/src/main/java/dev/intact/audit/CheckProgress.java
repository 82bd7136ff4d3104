package dev.intact.audit;

import dev.intact.json.JsonObject;
import dev.intact.record.RecordTime;
import java.time.Instant;

/**
 * How far the scheduled checks of a trail have come since the process started. Kept in memory on
 * purpose: a stored "checked already" would be one more thing to tamper with.
 *
 * @param trail the trail
 * @param checkedTo every record below this index was checked at least once
 * @param rotationAt where the rotating check of the old records goes on
 * @param rotationSince when the present round over the old records began
 * @param lastRun when the last check of this trail ended
 * @param findings how many findings the last check had
 * @param verdict its verdict, or the reason why it could not be run
 */
public record CheckProgress(
    String trail,
    long checkedTo,
    long rotationAt,
    Instant rotationSince,
    Instant lastRun,
    long findings,
    String verdict) {

  /**
   * The progress as JSON.
   *
   * @return an object
   */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("checked_to", checkedTo)
        .put("rotation_at", rotationAt)
        .put("rotation_since", RecordTime.format(rotationSince))
        .put("last_run", RecordTime.format(lastRun))
        .put("findings", findings)
        .put("verdict", verdict)
        .build();
  }
}
