package dev.intact.monitor.alert;

import dev.intact.json.JsonObject;
import dev.intact.record.RecordTime;
import java.time.Instant;

/**
 * Until its end, alerts of these monitors are kept and shown, and nobody is told of them.
 *
 * @param id names it
 * @param monitors a monitor's name, in which * stands for any characters
 * @param by who
 * @param reason why
 * @param from when it begins
 * @param until when it ends
 */
public record Silence(
    String id, String monitors, String by, String reason, Instant from, Instant until) {

  /** Checks the order of its times. */
  public Silence {
    if (!until.isAfter(from)) {
      throw new IllegalArgumentException("a silence ends after it begins");
    }
  }

  /**
   * Whether it covers a monitor at a time.
   *
   * @param monitor the monitor's name
   * @param now the time
   * @return true from its beginning to before its end
   */
  public boolean covers(String monitor, Instant now) {
    return !now.isBefore(from) && now.isBefore(until) && Names.matches(monitors, monitor);
  }

  /**
   * As JSON.
   *
   * @return an object
   */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("id", id)
        .put("monitors", monitors)
        .put("by", by)
        .put("reason", reason)
        .put("from", RecordTime.format(from))
        .put("until", RecordTime.format(until))
        .build();
  }

  /**
   * The silence that {@link #toJson} wrote.
   *
   * @param json the object
   * @return the silence
   * @throws IllegalArgumentException if it is none
   */
  public static Silence parse(JsonObject json) {
    return new Silence(
        Members.string(json, "id"),
        Members.string(json, "monitors"),
        Members.string(json, "by"),
        Members.string(json, "reason"),
        Members.time(json, "from"),
        Members.time(json, "until"));
  }
}
