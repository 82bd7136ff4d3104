package dev.intact.monitor.alert;

import dev.intact.finding.CheckReport;
import dev.intact.finding.Coverage;
import dev.intact.finding.Finding;
import dev.intact.finding.Severity;
import dev.intact.finding.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reports of checks for tests. */
public final class Reports {

  private Reports() {}

  /** Of a check of files that found these. */
  public static CheckReport of(Finding... findings) {
    Map<Verdict, Long> unexplained = new EnumMap<>(Verdict.class);
    long explained = 0;
    for (Finding finding : findings) {
      if (finding.explanation().isPresent()) {
        explained++;
      } else {
        unexplained.merge(finding.verdict(), 1L, Long::sum);
      }
    }
    return new CheckReport(
        "files",
        "etc",
        unexplained,
        explained,
        List.of(findings),
        new Coverage(100, 100),
        Instant.EPOCH,
        Duration.ofSeconds(1));
  }

  /** Of a check of files that found so many changed ones. */
  public static CheckReport changed(int count) {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      findings.add(changed("/etc/" + i, "aa", "bb"));
    }
    return of(findings.toArray(Finding[]::new));
  }

  /** One changed file. */
  public static Finding changed(String path, String expected, String actual) {
    return Finding.of(Verdict.CONTENT_TAMPERED, path, "modified").comparing(expected, actual);
  }

  /** One new set-user-id bit. */
  public static Finding setUserId(String path) {
    return Finding.of(Verdict.ATTRIBUTES_CHANGED, path, "set-user-id bit added")
        .withSeverity(Severity.CRITICAL);
  }
}
