package dev.intact.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.finding.Coverage;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A finding is not forgotten because the next check looked elsewhere. */
final class IntegrityStateTest {

  private static final long SIZE = 1000;

  private final IntegrityState state = new IntegrityState();

  private static IntegrityReport report(long begin, long end, Finding... findings) {
    return of(begin, end, end - begin, List.of(findings));
  }

  private static IntegrityReport of(long begin, long end, long checked, List<Finding> findings) {
    return new IntegrityReport(
        "t",
        begin,
        end,
        SIZE,
        "",
        begin == 0 && end == SIZE
            ? List.of(new IntegrityReport.Access(0, 7, 7))
            : List.of(new IntegrityReport.Access(3, 7, 7)),
        findings,
        0,
        0,
        new Coverage(checked, end - begin),
        Instant.EPOCH,
        Duration.ZERO);
  }

  private static Finding in(String subject) {
    return Finding.of(Verdict.CONTENT_TAMPERED, subject, "changed");
  }

  @Test
  void whatWasFoundStaysUntilTheWholeTrailWasReadWithoutAFinding() {
    state.judged(report(0, 10, in("example.com/t")));
    assertThat(state.notIntact()).isEqualTo(Map.of("t", Verdict.CONTENT_TAMPERED));
    state.judged(report(500, SIZE));
    state.judged(report(10, 500));
    assertThat(state.trails()).isEqualTo(1);
    for (long at : Arrays.asList(0L, 400L, 800L)) {
      assertThat(state.trails()).isEqualTo(1);
      state.judged(report(at, Math.min(SIZE, at + 400)));
    }
    assertThat(state.trails()).isZero();
  }

  @Test
  void aFindingOnTheWayBeginsTheRoundAnew() {
    state.judged(report(0, 10, in("example.com/t")));
    state.judged(report(0, 500));
    state.judged(report(3, 4, in("example.com/t")));
    state.judged(report(500, SIZE));
    assertThat(state.trails()).isEqualTo(1);
    state.judged(report(0, SIZE));
    assertThat(state.trails()).isZero();
  }

  @Test
  void theAccessLogIsSoundAgainOnlyWhenItWasReadItself() {
    state.judged(report(0, SIZE, in("example.com/t~access"), in("example.com/~root")));
    assertThat(state.notIntact().keySet()).containsExactly("t~access", "~root");
    assertThat(List.of(state.trails(), state.ownLogs())).containsExactly(1L, 1L);
    state.judged(report(0, 500));
    state.judged(report(500, SIZE));
    assertThat(state.notIntact().keySet()).containsExactly("t~access", "~root");
    state.judged(report(0, SIZE));
    assertThat(state.notIntact().keySet()).containsExactly("~root");
  }

  @Test
  void whatCouldNotBeReadIsNotIntactAndTheGraverVerdictStays() {
    state.judged(of(0, 10, 9, List.of()));
    assertThat(state.notIntact()).isEqualTo(Map.of("t", Verdict.UNVERIFIABLE));
    state.judged(report(0, 10, in("t")));
    state.unestablished("t");
    assertThat(state.notIntact()).isEqualTo(Map.of("t", Verdict.CONTENT_TAMPERED));
  }
}
