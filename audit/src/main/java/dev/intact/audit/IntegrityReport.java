package dev.intact.audit;

import dev.intact.finding.CheckReport;
import dev.intact.finding.Coverage;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonNumber;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.record.RecordTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a verification of a trail found.
 *
 * @param trail the trail
 * @param begin first record that was asked for; the neighbours of dates are verified too
 * @param end behind the last
 * @param checkpointSize size of the checkpoint it was verified against
 * @param checkpointRoot its root, hexadecimal
 * @param access what of the trail's access log was verified with it
 * @param findings everything that does not agree
 * @param missingHashes records that state no hash of their own
 * @param lateRecords records whose event lies longer back than the trail's policy says
 * @param coverage records read and hashed, of those that were asked for
 * @param at when
 * @param duration how long it took
 */
public record IntegrityReport(
    String trail,
    long begin,
    long end,
    long checkpointSize,
    String checkpointRoot,
    List<Access> access,
    List<Finding> findings,
    long missingHashes,
    long lateRecords,
    Coverage coverage,
    Instant at,
    Duration duration) {

  /**
   * What of an access log was verified.
   *
   * @param begin first record that was verified
   * @param end behind the last
   * @param size of the access log
   */
  public record Access(long begin, long end, long size) {}

  /** Copies the lists. */
  public IntegrityReport {
    access = List.copyOf(access);
    findings = List.copyOf(findings);
  }

  /**
   * The gravest verdict.
   *
   * @return OK only if nothing was found and everything was covered
   */
  public Verdict verdict() {
    Optional<Verdict> worst =
        findings.stream()
            .map(Finding::verdict)
            .filter(v -> !v.isGood())
            .min(
                Comparator.comparingInt(Verdict::exitCode)
                    .thenComparing(Comparator.naturalOrder()));
    return worst.orElse(coverage.isComplete() ? Verdict.OK : Verdict.UNVERIFIABLE);
  }

  /**
   * The parts of one check as one report.
   *
   * @param log what was checked
   * @param parts at least one
   * @return their findings and sums
   */
  public static CheckReport together(String log, List<IntegrityReport> parts) {
    Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    List<Finding> findings = parts.stream().flatMap(p -> p.findings().stream()).toList();
    for (Finding finding : findings) {
      if (!finding.verdict().isGood()) {
        verdicts.merge(finding.verdict(), 1L, Long::sum);
      }
    }
    return new CheckReport(
        IntegrityRounds.KIND,
        log,
        verdicts,
        0,
        findings,
        new Coverage(
            parts.stream().mapToLong(p -> p.coverage().checked()).sum(),
            parts.stream().mapToLong(p -> p.coverage().expected()).sum()),
        parts.getFirst().at(),
        parts.stream().map(IntegrityReport::duration).reduce(Duration.ZERO, Duration::plus));
  }

  /**
   * Whether all of the trail was looked at.
   *
   * @return true if nothing before, between or behind was left out
   */
  public boolean isWhole() {
    return begin == 0 && end >= checkpointSize;
  }

  /**
   * How many findings have a verdict.
   *
   * @param verdict which
   * @return how many
   */
  public long count(Verdict verdict) {
    return findings.stream().filter(f -> f.verdict() == verdict).count();
  }

  /**
   * The findings with a verdict that are about the trail itself, not about its access log or the
   * log of checkpoints: an index in them is that of a record.
   *
   * @param verdict which
   * @return as JSON
   */
  public JsonArray of(Verdict verdict) {
    return new JsonArray(
        findings.stream()
            .filter(f -> f.verdict() == verdict)
            .filter(f -> f.subject().equals(trail) || f.subject().endsWith("/" + trail))
            .<JsonValue>map(Finding::toJson)
            .toList());
  }

  /**
   * The report as JSON.
   *
   * @return an object
   */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("trail", trail)
        .put("verdict", verdict().name())
        .put("integrity_verified", verdict().isGood())
        .put("total_records_checked", coverage.checked())
        .put("records_expected", coverage.expected())
        .put("coverage", new JsonNumber(Math.round(coverage.ratio() * 1e6) / 1e6))
        .put("begin", begin)
        .put("end", end)
        .put("corrupted_records", of(Verdict.CONTENT_TAMPERED))
        .put("missing_records", of(Verdict.MISSING))
        .put("missing_hashes", missingHashes)
        .put("late_records", lateRecords)
        .put("late", of(Verdict.LATE))
        .put("backdated", of(Verdict.BACKDATED))
        .put("reordered", of(Verdict.REORDERED))
        .put("duplicate_ids", of(Verdict.CONFLICT))
        .put("forked", of(Verdict.FORKED))
        .put("rolled_back", of(Verdict.ROLLED_BACK))
        .put("unverifiable", of(Verdict.UNVERIFIABLE))
        .put("findings", new JsonArray(findings.stream().<JsonValue>map(Finding::toJson).toList()))
        .put(
            "checkpoint",
            JsonObject.builder().put("size", checkpointSize).put("root", checkpointRoot).build())
        .put("verification_timestamp", RecordTime.format(at))
        .put("duration_ms", duration.toMillis())
        .build();
  }
}
