package dev.intact.monitor.alert;

import dev.intact.finding.CheckReport;
import dev.intact.finding.Finding;
import dev.intact.finding.Severity;
import dev.intact.finding.Verdict;
import java.util.Optional;
import java.util.Set;

/**
 * How many violations make an alert.
 *
 * @param warning so many are a warning, at least 1
 * @param critical so many are critical, at least as many as for a warning
 */
public record Thresholds(long warning, long critical) {

  /** Of these one is critical, whatever the numbers say. */
  private static final Set<Verdict> CRITICAL_AT_ONE =
      Set.of(Verdict.ROLLED_BACK, Verdict.FORKED, Verdict.COVERAGE_LOST);

  /** Checks the order. */
  public Thresholds {
    if (warning < 1 || critical < warning) {
      throw new IllegalArgumentException(
          "thresholds: warning is at least 1, critical at least warning");
    }
  }

  /**
   * The defaults of a capability.
   *
   * @param kind its name
   * @return files 1 and 5, database 1 and 10, all others 1 and 1
   */
  public static Thresholds of(String kind) {
    return switch (kind) {
      case "files" -> new Thresholds(1, 5);
      case "database" -> new Thresholds(1, 10);
      default -> new Thresholds(1, 1);
    };
  }

  /**
   * The level of what a check found. Findings with an explanation do not count. A finding that its
   * check calls critical although its verdict by itself is not (a set-user-id bit that was added)
   * is critical alone.
   *
   * @param report what was found
   * @return empty if it is below the thresholds
   */
  public Optional<Level> level(CheckReport report) {
    long violations = report.violations();
    if (violations >= critical
        || report.unexplained().keySet().stream().anyMatch(CRITICAL_AT_ONE::contains)
        || report.findings().stream().anyMatch(Thresholds::isRaised)) {
      return Optional.of(Level.CRITICAL);
    }
    return violations >= warning ? Optional.of(Level.WARNING) : Optional.empty();
  }

  private static boolean isRaised(Finding finding) {
    return finding.explanation().isEmpty()
        && finding.severity() == Severity.CRITICAL
        && finding.verdict().severity() != Severity.CRITICAL;
  }
}
