package dev.intact.monitor.state;

import dev.intact.json.JsonObject;
import dev.intact.monitor.alert.Members;
import dev.intact.monitor.alert.Target;
import dev.intact.record.RecordTime;
import java.time.Instant;
import java.util.Optional;

/**
 * The last run of a monitor, or of one subject of it.
 *
 * @param target what was checked
 * @param at when it ended
 * @param succeededAt when one last came to a result
 * @param failure why this one did not
 * @param report its result without the findings, or that of the last one that had any
 */
public record LastRun(
    Target target,
    Instant at,
    Optional<Instant> succeededAt,
    Optional<String> failure,
    Optional<JsonObject> report) {

  /**
   * Violations of the last result.
   *
   * @return their number
   */
  public long violations() {
    return figure("violations");
  }

  /**
   * A number of the last result.
   *
   * @param name of the member
   * @return its value; 0 if there is none
   */
  public long figure(String name) {
    return report.flatMap(r -> r.integer(name)).orElse(0L);
  }

  /**
   * As JSON.
   *
   * @return an object
   */
  public JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("monitor", target.monitor())
            .put("kind", target.kind())
            .put("subject", target.subject())
            .put(
                "status",
                failure.isPresent() ? "failed" : violations() == 0 ? "clean" : "violations")
            .put("at", RecordTime.format(at));
    succeededAt.ifPresent(t -> json.put("succeeded_at", RecordTime.format(t)));
    failure.ifPresent(f -> json.put("failure", f));
    report.ifPresent(r -> json.put("report", r));
    return json.build();
  }

  /** The run that {@link #toJson} wrote. */
  static LastRun parse(JsonObject json) {
    return new LastRun(
        new Target(
            Members.string(json, "monitor"),
            Members.string(json, "kind"),
            Members.string(json, "subject")),
        Members.time(json, "at"),
        Members.optionalTime(json, "succeeded_at"),
        json.string("failure"),
        json.object("report"));
  }
}
