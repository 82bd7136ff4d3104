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
      JsonObject json = withoutDifference(finding).toJson();
      left -= Json.canonical(json).length + 1;
      if (left < 0) {
        break;
      }
      fitting.add(json);
    }
    return new JsonArray(fitting);
  }

  /** Texts would push other findings out. */
  private static Finding withoutDifference(Finding finding) {
    if (finding.evidence().stream().noneMatch(e -> e.name().equals(Differences.DIFF))) {
      return finding;
    }
    return new Finding(
        finding.verdict(),
        finding.severity(),
        finding.subject(),
        finding.index(),
        finding.recordId(),
        finding.detail(),
        finding.expected(),
        finding.actual(),
        finding.evidence().stream().filter(e -> !e.name().equals(Differences.DIFF)).toList(),
        finding.explanation());
  }
}
