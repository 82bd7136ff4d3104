package dev.intact.finding;

import dev.intact.json.JsonArray;
import dev.intact.json.JsonNumber;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one run of a {@link Check} found. Immutable.
 *
 * @param kind the capability
 * @param subject what was verified
 * @param unexplained how many findings of each verdict have no explanation
 * @param explained how many have one
 * @param findings the first of them, gravest first as far as the check orders them; all of them
 *     unless there are too many to hold
 * @param coverage items read, of those that should be
 * @param at when it began
 * @param duration how long it took
 */
public record CheckReport(
    String kind,
    String subject,
    Map<Verdict, Long> unexplained,
    long explained,
    List<Finding> findings,
    Coverage coverage,
    Instant at,
    Duration duration) {

  /** Copies; verdicts that count as good are no findings. */
  public CheckReport {
    unexplained = Map.copyOf(unexplained);
    findings = List.copyOf(findings);
  }

  /**
   * A report that holds all its findings.
   *
   * @param check what ran
   * @param findings everything that it found
   * @param coverage items read, of those that should be
   * @param at when it began
   * @param duration how long it took
   * @return the report, counted
   */
  public static CheckReport of(
      Check check, List<Finding> findings, Coverage coverage, Instant at, Duration duration) {
    Map<Verdict, Long> unexplained = new EnumMap<>(Verdict.class);
    long explained = 0;
    for (Finding finding : findings) {
      if (finding.explanation().isPresent()) {
        explained++;
      } else if (!finding.verdict().isGood()) {
        unexplained.merge(finding.verdict(), 1L, Long::sum);
      }
    }
    return new CheckReport(
        check.kind(), check.subject(), unexplained, explained, findings, coverage, at, duration);
  }

  /**
   * The gravest verdict without an explanation.
   *
   * @return OK only if there is none and everything was covered
   */
  public Verdict verdict() {
    return unexplained.keySet().stream()
        .min(Comparator.comparingInt(Verdict::exitCode).thenComparing(Comparator.naturalOrder()))
        .orElse(coverage.isComplete() ? Verdict.OK : Verdict.UNVERIFIABLE);
  }

  /**
   * How many findings have no explanation.
   *
   * @return the number that thresholds are about
   */
  public long violations() {
    return unexplained.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The report as JSON.
   *
   * @return an object
   */
  public JsonObject toJson() {
    JsonObject.Builder counts = JsonObject.builder();
    unexplained.forEach((verdict, count) -> counts.put(verdict.name(), count));
    return JsonObject.builder()
        .put("kind", kind)
        .put("subject", subject)
        .put("verdict", verdict().name())
        .put("violations", violations())
        .put("violations_by_verdict", counts.build())
        .put("explained", explained)
        .put("findings", new JsonArray(findings.stream().<JsonValue>map(Finding::toJson).toList()))
        .put("checked", coverage.checked())
        .put("expected", coverage.expected())
        .put("coverage", new JsonNumber(Math.round(coverage.ratio() * 1e6) / 1e6))
        .put("at", at.toString())
        .put("duration_ms", duration.toMillis())
        .build();
  }
}
