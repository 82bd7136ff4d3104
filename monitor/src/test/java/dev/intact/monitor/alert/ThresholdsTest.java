package dev.intact.monitor.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.finding.CheckReport;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ThresholdsTest {

  private static Optional<Level> level(String kind, CheckReport report) {
    return Thresholds.of(kind).level(report);
  }

  @Test
  void oneChangedFileIsAWarningAndFiveAreCritical() {
    assertThat(level("files", Reports.changed(0))).isEmpty();
    assertThat(level("files", Reports.changed(1))).contains(Level.WARNING);
    assertThat(level("files", Reports.changed(4))).contains(Level.WARNING);
    assertThat(level("files", Reports.changed(5))).contains(Level.CRITICAL);
    assertThat(level("database", Reports.changed(9))).contains(Level.WARNING);
    assertThat(level("database", Reports.changed(10))).contains(Level.CRITICAL);
    assertThat(level("audit", Reports.changed(1))).contains(Level.CRITICAL);
  }

  @Test
  void whatIsExplainedDoesNotCount() {
    Finding explained = Reports.changed("/etc/a", "aa", "bb").explained("upgrade of a to 2");
    assertThat(level("files", Reports.of(explained, explained))).isEmpty();
    assertThat(level("files", Reports.of(Reports.setUserId("/bin/a").explained("upgrade"))))
        .isEmpty();
  }

  @Test
  void someThingsAreCriticalAlone() {
    assertThat(level("files", Reports.of(Reports.setUserId("/bin/a")))).contains(Level.CRITICAL);
    for (Verdict verdict :
        new Verdict[] {Verdict.ROLLED_BACK, Verdict.FORKED, Verdict.COVERAGE_LOST}) {
      assertThat(level("files", Reports.of(Finding.of(verdict, "etc", "x"))))
          .contains(Level.CRITICAL);
    }
  }

  @Test
  void thresholdsOutOfOrderAreRefused() {
    assertThatThrownBy(() -> new Thresholds(0, 5)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> new Thresholds(3, 2)).hasMessageContaining("at least warning");
  }
}
