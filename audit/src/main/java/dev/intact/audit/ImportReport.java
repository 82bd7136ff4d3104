package dev.intact.audit;

import dev.intact.finding.Finding;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an import of older records came to. Every line is counted once.
 *
 * @param nextLine the number of the line behind the last one; an import that ended early goes on
 *     there
 * @param lines how many there were, without blank ones
 * @param verified imported, the original hash holds
 * @param mismatched imported as evidence with the verdict in the record: the original hash does not
 *     hold
 * @param withoutHash imported as evidence: there was no hash to verify
 * @param duplicates already there, byte for byte
 * @param refused not imported; why is among the findings and in the access log
 * @param findings one for each line that is not verified or a duplicate; after {@link #and} so many
 *     as were asked for
 */
public record ImportReport(
    long nextLine,
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
   * The report of an import that begins at a line.
   *
   * @param firstLine where
   * @return no line yet
   */
  public static ImportReport startingAt(long firstLine) {
    return new ImportReport(firstLine, 0, 0, 0, 0, 0, 0, List.of());
  }

  /**
   * This part of an import and the one behind it as one.
   *
   * @param next the part that follows
   * @param maxFindings at most so many findings are kept, the first; the counts are of all
   * @return the sum
   */
  public ImportReport and(ImportReport next, int maxFindings) {
    return new ImportReport(
        next.nextLine,
        lines + next.lines,
        verified + next.verified,
        mismatched + next.mismatched,
        withoutHash + next.withoutHash,
        duplicates + next.duplicates,
        refused + next.refused,
        Stream.concat(findings.stream(), next.findings.stream()).limit(maxFindings).toList());
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
        .put("next_line", nextLine)
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
