package dev.intact.log.fsck;

import dev.intact.finding.Coverage;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * What a verification of a log found.
 *
 * @param log its origin or directory
 * @param size the checkpoint's size
 * @param root the checkpoint's root, hexadecimal
 * @param findings everything that does not agree or could not be read, in order
 * @param coverage entries that were read and hashed, of those that there should be
 * @param tiles how many tiles and bundles were read
 * @param duration how long it took
 */
public record LogVerification(
    String log,
    long size,
    String root,
    List<Finding> findings,
    Coverage coverage,
    long tiles,
    Duration duration) {

  /** Copies the findings. */
  public LogVerification {
    findings = List.copyOf(findings);
  }

  /**
   * The gravest verdict.
   *
   * @return OK only if nothing was found and everything was covered
   */
  public Verdict verdict() {
    return findings.stream()
        .filter(f -> !f.verdict().isGood())
        .min(
            Comparator.comparingInt((Finding f) -> f.verdict().exitCode())
                .thenComparing(Finding::verdict))
        .map(Finding::verdict)
        .orElse(coverage.isComplete() ? Verdict.OK : Verdict.UNVERIFIABLE);
  }

  /**
   * The result as JSON.
   *
   * @return an object
   */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("log", log)
        .put("verdict", verdict().name())
        .put("size", size)
        .put("root", root)
        .put("entries_checked", coverage.checked())
        .put("entries_expected", coverage.expected())
        .put("tiles_checked", tiles)
        .put("duration_ms", duration.toMillis())
        .put("findings", new JsonArray(findings.stream().<JsonValue>map(Finding::toJson).toList()))
        .build();
  }
}
