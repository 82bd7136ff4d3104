package dev.intact.monitor.message;

import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.alert.Level;
import dev.intact.monitor.alert.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A message about an alert as an OCSF 1.5 Detection Finding (class 2004), for a SIEM. */
public final class Ocsf {

  private static final int CLASS = 2004;

  private Ocsf() {}

  /**
   * The event.
   *
   * @param message about an alert
   * @return empty if the message is not about an alert
   */
  public static Optional<JsonObject> event(Message message) {
    return message.alert().map(alert -> event(message, alert));
  }

  private static JsonObject event(Message message, Alert alert) {
    int activity = activity(message);
    return JsonObject.builder()
        .put("activity_id", activity)
        .put("category_uid", 2)
        .put("class_uid", CLASS)
        .put("type_uid", CLASS * 100L + activity)
        .put("time", message.at().toEpochMilli())
        .put("severity_id", severity(alert.level()))
        .put("status_id", status(alert))
        .put("message", message.title())
        .put("count", Math.max(1, alert.violations()))
        .put("metadata", metadata(message))
        .put("finding_info", info(message, alert))
        .put(
            "device",
            JsonObject.builder().put("hostname", message.host()).put("type_id", 0).build())
        .put(
            "resources",
            new JsonArray(
                List.of(
                    JsonObject.builder()
                        .put("name", alert.target().subject())
                        .put("type", alert.target().kind())
                        .build())))
        .put("evidences", evidences(alert))
        .put("is_alert", !message.over())
        .build();
  }

  private static int activity(Message message) {
    if (message.over()) {
      return 3;
    }
    return message.type().equals("alert_opened") ? 1 : 2;
  }

  private static int severity(Level level) {
    return switch (level) {
      case INFO -> 1;
      case WARNING -> 3;
      case CRITICAL -> 5;
    };
  }

  private static int status(Alert alert) {
    return switch (alert.state()) {
      case OPEN -> 1;
      case ACKNOWLEDGED -> 2;
      case RESOLVED -> 4;
    };
  }

  private static JsonObject metadata(Message message) {
    return JsonObject.builder()
        .put("version", "1.5.0")
        .put("uid", message.id())
        .put("profiles", JsonArray.ofStrings(List.of("host")))
        .put(
            "product",
            JsonObject.builder().put("name", "Intact").put("vendor_name", "Intact").build())
        .build();
  }

  private static JsonObject info(Message message, Alert alert) {
    return JsonObject.builder()
        .put("uid", alert.id())
        .put("title", message.title())
        .put("created_time", alert.openedAt().toEpochMilli())
        .put("modified_time", alert.changedAt().toEpochMilli())
        .put("types", JsonArray.ofStrings(List.of(alert.cause().text())))
        .put(
            "analytic",
            JsonObject.builder().put("name", alert.target().monitor()).put("type_id", 1).build())
        .build();
  }

  private static JsonArray evidences(Alert alert) {
    List<JsonValue> all = new ArrayList<>();
    boolean files = alert.target().kind().equals("files");
    for (Violation violation : alert.shown()) {
      JsonObject.Builder evidence =
          JsonObject.builder()
              .put("uid", violation.mark())
              .put("name", violation.verdict().name())
              .put("data", violation.toJson());
      if (files) {
        evidence.put("file", file(violation.subject()));
      }
      all.add(evidence.build());
    }
    return new JsonArray(all);
  }

  /** What kind of file it is stands in no violation: type 0 is unknown. */
  private static JsonObject file(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return JsonObject.builder()
        .put("name", name.isEmpty() ? path : name)
        .put("path", path)
        .put("type_id", 0)
        .build();
  }
}
