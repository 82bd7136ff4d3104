package dev.intact.monitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.monitor.config.ReportSpec;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReportScheduleTest {

  private static ReportSpec spec(String at, String zone) {
    return new ReportSpec(LocalTime.parse(at), ZoneId.of(zone), true, List.of(), 1, 5);
  }

  private static boolean due(ReportSpec spec, String last, String now) {
    return ReportSchedule.due(spec, LocalDate.parse(last), Instant.parse(now)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-28, 2026-03-28T08:00:00Z", // winter time
    "2026-03-29, 2026-03-29T07:00:00Z", // the day on which it ends
    "2026-10-24, 2026-10-24T07:00:00Z", // summer time
    "2026-10-25, 2026-10-25T08:00:00Z" // the day on which it ends
  })
  void nineIsNineByTheClockOnTheWallAllYear(LocalDate day, Instant nine) {
    ReportSpec spec = spec("09:00", "Europe/Berlin");
    assertThat(ReportSchedule.day(spec, nine)).isEqualTo(day);
    assertThat(ReportSchedule.day(spec, nine.minusNanos(1))).isEqualTo(day.minusDays(1));
  }

  @Test
  void aTimeThatDoesNotExistComesLaterAndOneThatComesTwiceCountsOnce() {
    ReportSpec gap = spec("02:30", "Europe/Berlin");
    assertThat(due(gap, "2026-03-28", "2026-03-29T01:29:59Z")).isFalse();
    assertThat(due(gap, "2026-03-28", "2026-03-29T01:30:00Z")).isTrue();
    ReportSpec twice = spec("02:30", "Europe/Berlin");
    assertThat(due(twice, "2026-10-24", "2026-10-25T00:29:59Z")).isFalse();
    assertThat(due(twice, "2026-10-24", "2026-10-25T00:30:00Z")).isTrue();
    assertThat(due(twice, "2026-10-25", "2026-10-25T01:30:00Z")).isFalse();
  }

  @Test
  void missedDaysAreOneReportAndAClockThatGoesBackRepeatsNone() {
    ReportSpec spec = spec("09:00", "UTC");
    assertThat(
            ReportSchedule.due(
                spec, LocalDate.parse("2026-03-01"), Instant.parse("2026-03-05T08:00:00Z")))
        .contains(LocalDate.parse("2026-03-04"));
    assertThat(due(spec, "2026-03-05", "2026-03-05T09:00:01Z")).isFalse();
    assertThat(due(spec, "2026-03-05", "2026-03-01T09:00:01Z")).isFalse();
  }
}
