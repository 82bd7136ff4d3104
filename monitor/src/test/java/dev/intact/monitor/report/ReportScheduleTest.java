package dev.intact.monitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.monitor.config.ReportSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReportScheduleTest {

  private static ReportSpec spec(String at, String zone) {
    return new ReportSpec(LocalTime.parse(at), ZoneId.of(zone), true, List.of(), 1, 5);
  }

  private static boolean due(ReportSpec spec, String last, String now) {
    LocalDate day = LocalDate.parse(last);
    return ReportSchedule.due(spec, List.of(day), day, Instant.parse(now)).isPresent();
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

  @ParameterizedTest
  @CsvSource({
    "2026-04-04, 2026-04-03T22:00:00Z", // summer time, eleven hours ahead
    "2026-04-05, 2026-04-04T22:30:00Z", // half an hour back
    "2026-10-03, 2026-10-02T22:30:00Z",
    "2026-10-04, 2026-10-03T22:00:00Z" // half an hour ahead
  })
  void alsoWhereSummerTimeIsHalfAnHour(LocalDate day, Instant nine) {
    ReportSpec spec = spec("09:00", "Australia/Lord_Howe");
    assertThat(ReportSchedule.day(spec, nine)).isEqualTo(day);
    assertThat(ReportSchedule.day(spec, nine.minusNanos(1))).isEqualTo(day.minusDays(1));
  }

  /** Looked at every few minutes for a year, days and times that do not exist included. */
  @ParameterizedTest
  @CsvSource({
    "09:00, Europe/Berlin, 2026, 365",
    "02:30, Europe/Berlin, 2026, 365",
    "09:00, Australia/Lord_Howe, 2026, 365",
    "01:45, Australia/Lord_Howe, 2026, 365",
    "00:00, America/Havana, 2026, 365", // clocks go forward at midnight
    "09:00, Pacific/Apia, 2011, 364", // which had no 30 December
    "23:59, UTC, 2028, 366"
  })
  void everyDayHasOneReportAtItsTime(String at, String zone, int year, int reports) {
    ReportSpec spec = spec(at, zone);
    LocalDate start = LocalDate.of(year - 1, 12, 31);
    Instant now = start.atTime(spec.at()).atZone(spec.zone()).toInstant();
    Instant end =
        LocalDate.of(year, 12, 31)
            .atTime(spec.at())
            .atZone(spec.zone())
            .toInstant()
            .plusSeconds(600);
    List<LocalDate> made = new ArrayList<>();
    for (; now.isBefore(end); now = now.plusSeconds(420)) {
      List<LocalDate> latest = made.subList(Math.max(0, made.size() - 30), made.size());
      Optional<LocalDate> due = ReportSchedule.due(spec, latest, start, now);
      if (due.isPresent()) {
        made.add(due.get());
        Instant time = ZonedDateTime.of(due.get(), spec.at(), spec.zone()).toInstant();
        assertThat(Duration.between(time, now)).isBetween(Duration.ZERO, Duration.ofSeconds(420));
      }
    }
    assertThat(made).hasSize(reports).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void missedDaysAreOneReportAndAClockThatGoesBackRepeatsNone() {
    ReportSpec spec = spec("09:00", "UTC");
    List<LocalDate> made =
        LocalDate.parse("2026-02-20").datesUntil(LocalDate.parse("2026-03-02")).toList();
    LocalDate start = LocalDate.parse("2026-02-19");
    assertThat(ReportSchedule.due(spec, made, start, Instant.parse("2026-03-05T08:00:00Z")))
        .contains(LocalDate.parse("2026-03-04"));
    assertThat(due(spec, "2026-03-05", "2026-03-05T09:00:01Z")).isFalse();
    assertThat(ReportSchedule.due(spec, made, start, Instant.parse("2026-02-25T09:00:01Z")))
        .isEmpty();
  }

  @Test
  void aClockThatWasAYearAheadForAWhileEndsNoReports() {
    ReportSpec spec = spec("09:00", "UTC");
    LocalDate start = LocalDate.parse("2026-02-28");
    List<LocalDate> made = List.of(LocalDate.parse("2026-03-01"), LocalDate.parse("2027-03-01"));
    assertThat(ReportSchedule.due(spec, made, start, Instant.parse("2026-03-01T20:00:00Z")))
        .as("that day has its report")
        .isEmpty();
    assertThat(ReportSchedule.due(spec, made, start, Instant.parse("2026-03-02T09:00:00Z")))
        .contains(LocalDate.parse("2026-03-02"));
  }
}
