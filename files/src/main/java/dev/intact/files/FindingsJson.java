package dev.intact.files;

import dev.intact.finding.Finding;
import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Findings in records and reports. */
final class FindingsJson {

  private FindingsJson() {}

  static JsonArray write(List<Finding> findings) {
    return new JsonArray(findings.stream().<JsonValue>map(Finding::toJson).toList());
  }

  /** As many of the first as fit so many bytes. */
  static JsonArray write(List<Finding> findings, int bytes) {
    List<JsonValue> fitting = new ArrayList<>();
    int left = bytes;
    for (Finding finding : findings) {
      JsonObject json = finding.toJson();
      left -= Json.canonical(json).length + 1;
      if (left < 0) {
        break;
      }
      fitting.add(json);
    }
    return new JsonArray(fitting);
  }
}
