package dev.intact.monitor.alert;

import dev.intact.finding.CheckReport;
import dev.intact.finding.Coverage;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an alert knows, and what was found besides.
 *
 * @param report the numbers of both; its findings are the new ones
 * @param evidence of both
 */
record Sum(CheckReport report, Evidence evidence) {

  static Sum of(Target target, Optional<Alert> before, List<Finding> findings, Instant now) {
    Set<String> known = before.map(Alert::marks).orElse(Set.of());
    List<Finding> fresh = new ArrayList<>();
    Set<String> marks = new LinkedHashSet<>(known);
    List<Violation> shown = new ArrayList<>(before.map(Alert::shown).orElse(List.of()));
    Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    before.ifPresent(a -> verdicts.putAll(a.verdicts()));
    Set<String> seen = new LinkedHashSet<>(known);
    for (Finding finding : findings) {
      if (finding.explanation().isPresent() || finding.verdict().isGood()) {
        continue;
      }
      Violation violation = Violation.of(target.monitor(), finding);
      if (!seen.add(violation.mark())) {
        continue;
      }
      fresh.add(finding);
      verdicts.merge(finding.verdict(), 1L, Long::sum);
      if (shown.size() < Alert.MAX_SHOWN) {
        shown.add(violation);
      }
      if (marks.size() < Alert.MAX_MARKS) {
        marks.add(violation.mark());
      }
    }
    CheckReport report =
        new CheckReport(
            target.kind(),
            target.subject(),
            verdicts,
            0,
            fresh,
            new Coverage(0, 0),
            now,
            Duration.ZERO);
    return new Sum(
        report,
        new Evidence(Evidence.summary(report), report.violations(), verdicts, shown, marks));
  }

  /** Whether nothing is new. */
  boolean isNothing() {
    return report.findings().isEmpty();
  }
}
