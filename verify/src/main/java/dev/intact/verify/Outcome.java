package dev.intact.verify;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import java.util.Comparator;
import java.util.List;

/**
 * What an offline verification came to.
 *
 * @param kind what the file is: proof, export or checkpoint
 * @param origin the log's origin, as far as it could be read
 * @param records records that were asked for, without the neighbours that show it
 * @param summary one sentence for people
 * @param findings everything that does not hold
 */
public record Outcome(
    String kind, String origin, long records, String summary, List<Finding> findings) {

  /** Copies the findings. */
  public Outcome {
    findings = List.copyOf(findings);
  }

  static Outcome failed(String kind, String origin, Finding finding) {
    return new Outcome(kind, origin, 0, finding.detail(), List.of(finding));
  }

  /**
   * The gravest verdict.
   *
   * @return OK only if nothing was found
   */
  public Verdict verdict() {
    return findings.stream()
        .map(Finding::verdict)
        .filter(v -> !v.isGood())
        .min(Comparator.comparingInt(Verdict::exitCode).thenComparing(Comparator.naturalOrder()))
        .orElse(Verdict.OK);
  }

  /**
   * The outcome as JSON.
   *
   * @return an object
   */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("kind", kind)
        .put("origin", origin)
        .put("verdict", verdict().name())
        .put("records", records)
        .put("summary", summary)
        .put("findings", new JsonArray(findings.stream().<JsonValue>map(Finding::toJson).toList()))
        .build();
  }

  /**
   * The outcome for people.
   *
   * @return verdict and summary, then a line or more a finding
   */
  public String toText() {
    StringBuilder text = new StringBuilder(verdict().name()).append("  ").append(summary);
    findings.forEach(f -> text.append('\n').append(f.toText()));
    return text.toString();
  }
}
