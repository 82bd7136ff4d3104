package dev.intact.monitor.report;

import dev.intact.monitor.config.ReportSpec;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * When a report is due: once a day at its time by the clock of its zone. Where that time does not
 * exist (clocks go forward over it) it is that much later; where it comes twice, the first. Days
 * that were missed are made up for by one report, of the last of them.
 */
public final class ReportSchedule {

  private ReportSchedule() {}

  /**
   * Whether a report is due.
   *
   * @param spec when
   * @param last the day of the last report, or of the first start
   * @param now the time
   * @return the day of the report that is due; empty if none is
   */
  public static Optional<LocalDate> due(ReportSpec spec, LocalDate last, Instant now) {
    LocalDate day = day(spec, now);
    return day.isAfter(last) ? Optional.of(day) : Optional.empty();
  }

  /**
   * The latest day whose report's time has come.
   *
   * @param spec when
   * @param now the time
   * @return today, or yesterday before the time of day
   */
  public static LocalDate day(ReportSpec spec, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, spec.zone());
    Instant at = ZonedDateTime.of(today, spec.at(), spec.zone()).toInstant();
    return now.isBefore(at) ? today.minusDays(1) : today;
  }
}
