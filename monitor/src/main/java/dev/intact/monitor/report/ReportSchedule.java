package dev.intact.monitor.report;

import dev.intact.monitor.config.ReportSpec;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/**
 * When a report is due: once a day at its time by the clock of its zone. Where that time does not
 * exist (clocks go forward over it) it is that much later; where it comes twice, the first. Days
 * that were missed are made up for by one report, of the last of them. A clock that goes back
 * repeats no report, and one that was far ahead for a while does not keep the next from being made.
 */
public final class ReportSchedule {

  private ReportSchedule() {}

  /**
   * Whether a report is due.
   *
   * @param spec when
   * @param made the days of the latest reports, in the order in which they were made
   * @param start the day of the first start: there is no report of it or of days before
   * @param now the time
   * @return the day of the report that is due; empty if none is
   */
  public static Optional<LocalDate> due(
      ReportSpec spec, List<LocalDate> made, LocalDate start, Instant now) {
    LocalDate day = day(spec, now);
    LocalDate last = made.isEmpty() ? start : made.getLast();
    boolean wasAhead = last.isAfter(LocalDate.ofInstant(now, spec.zone()));
    boolean due = (day.isAfter(last) || wasAhead) && !made.contains(day);
    return due ? Optional.of(day) : Optional.empty();
  }

  /**
   * The latest day whose report's time has come.
   *
   * @param spec when
   * @param now the time
   * @return today, or yesterday before the time of day
   */
  public static LocalDate day(ReportSpec spec, Instant now) {
    LocalDate day = LocalDate.ofInstant(now, spec.zone());
    // Once mostly; twice where yesterday did not exist.
    while (now.isBefore(ZonedDateTime.of(day, spec.at(), spec.zone()).toInstant())) {
      day = day.minusDays(1);
    }
    return day;
  }
}
