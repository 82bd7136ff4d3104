package dev.intact.monitor.alert;

import dev.intact.finding.CheckReport;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What an alert is built on at a moment. */
record Evidence(
    String summary,
    long violations,
    Map<Verdict, Long> verdicts,
    List<Violation> shown,
    Set<String> marks) {

  private static final int MAX_SUMMARY = 300;

  Evidence {
    verdicts = Map.copyOf(verdicts);
    shown = List.copyOf(shown);
    marks = Set.copyOf(marks);
  }

  /** Of a failure: its reason alone. */
  static Evidence of(String reason) {
    return new Evidence(Visible.line(reason, MAX_SUMMARY), 0, Map.of(), List.of(), Set.of());
  }

  static Evidence of(String monitor, CheckReport report) {
    List<Violation> shown = new ArrayList<>();
    Set<String> marks = new HashSet<>();
    for (Finding finding : report.findings()) {
      if (finding.explanation().isPresent() || finding.verdict().isGood()) {
        continue;
      }
      Violation violation = Violation.of(monitor, finding);
      if (shown.size() < Alert.MAX_SHOWN) {
        shown.add(violation);
      }
      if (marks.size() < Alert.MAX_MARKS) {
        marks.add(violation.mark());
      }
    }
    return new Evidence(summary(report), report.violations(), report.unexplained(), shown, marks);
  }

  static String summary(CheckReport report) {
    String verdicts =
        report.unexplained().entrySet().stream()
            .sorted(
                Comparator.comparing((Map.Entry<Verdict, Long> e) -> -e.getValue())
                    .thenComparing(Map.Entry::getKey))
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    return Visible.line(
        report.violations()
            + (report.violations() == 1 ? " violation: " : " violations: ")
            + verdicts
            + (report.explained() == 0 ? "" : "; " + report.explained() + " more explained"),
        MAX_SUMMARY);
  }

  /** Whether it holds something that was not known: another violation, or more than all known. */
  boolean isNewTo(Alert alert) {
    boolean all = alert.violations() <= Alert.MAX_MARKS;
    return (all && !alert.marks().containsAll(marks)) || violations > alert.violations();
  }

  /** Whether it differs at all from what the alert says. */
  boolean differsFrom(Alert alert) {
    return violations != alert.violations()
        || !summary.equals(alert.summary())
        || !marks.equals(alert.marks());
  }
}
