package dev.intact.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

final class CheckReportTest {

  private static final Check FILES =
      new Check() {
        @Override
        public String kind() {
          return "files";
        }

        @Override
        public String subject() {
          return "etc";
        }

        @Override
        public CheckReport run(LongConsumer progress) {
          return report(List.of(), new Coverage(0, 0));
        }
      };

  private static CheckReport report(List<Finding> findings, Coverage coverage) {
    return CheckReport.of(FILES, findings, coverage, Instant.EPOCH, Duration.ofMillis(5));
  }

  @Test
  void explainedFindingsAreShownAndAreNoViolations() {
    Finding upgraded =
        Finding.of(Verdict.CONTENT_TAMPERED, "/usr/bin/ls", "content").explained("coreutils 9.1");
    CheckReport report = report(List.of(upgraded), new Coverage(3, 3));
    assertThat(report.verdict()).isEqualTo(Verdict.OK);
    assertThat(report.violations()).isZero();
    assertThat(report.explained()).isEqualTo(1);
    assertThat(report.findings()).containsExactly(upgraded);
  }

  @Test
  void aViolationOutweighsWhatCouldNotBeEstablished() {
    CheckReport report =
        report(
            List.of(
                Finding.of(Verdict.UNSTABLE, "/a", "changed while read"),
                Finding.of(Verdict.ADDED, "/b", "new"),
                Finding.of(Verdict.ADDED, "/c", "new")),
            new Coverage(2, 3));
    assertThat(report.verdict()).isEqualTo(Verdict.ADDED);
    assertThat(report.unexplained()).isEqualTo(Map.of(Verdict.UNSTABLE, 1L, Verdict.ADDED, 2L));
  }

  @Test
  void whatWasNotReadIsNotFine() {
    assertThat(report(List.of(), new Coverage(2, 3)).verdict()).isEqualTo(Verdict.UNVERIFIABLE);
  }

  @Test
  void anExplanationSurvivesItsJson() {
    Finding finding = Finding.of(Verdict.MOVED, "/a", "now /b").explained("rotated");
    assertThat(Finding.parse(finding.toJson())).isEqualTo(finding);
  }
}
