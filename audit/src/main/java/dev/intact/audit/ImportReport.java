package dev.intact.audit;

import dev.intact.finding.Finding;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import java.util.List;

/**
 * What an import of older records came to. Every line is counted once.
 *
 * @param lines how many there were
 * @param verified imported, the original hash holds
 * @param mismatched imported as evidence with the verdict in the record: the original hash does not
 *     hold
 * @param withoutHash imported as evidence: there was no hash to verify
 * @param duplicates already there, byte for byte
 * @param refused not imported; why is among the findings and in the access log
 * @param findings one for each line that is not verified or a duplicate
 */
public record ImportReport(
    long lines,
    long verified,
    long mismatched,
    long withoutHash,
    long duplicates,
    long refused,
    List<Finding> findings) {

  /** Copies the findings. */
  public ImportReport {
    findings = List.copyOf(findings);
  }

  /**
   * The exit code of a command that ends with this report.
   *
   * @return 1 if a hash did not hold, else 3 if a line could not be verified, else 0
   */
  public int exitCode() {
    if (mismatched > 0) {
      return 1;
    }
    return withoutHash > 0 || refused > 0 ? 3 : 0;
  }

  /**
   * The report as JSON.
   *
   * @return an object
   */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("lines", lines)
        .put("verified", verified)
        .put("mismatched", mismatched)
        .put("without_hash", withoutHash)
        .put("duplicates", duplicates)
        .put("refused", refused)
        .put("findings", new JsonArray(findings.stream().<JsonValue>map(Finding::toJson).toList()))
        .build();
  }
}
