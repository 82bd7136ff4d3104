package dev.intact.monitor.config;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/**
 * The daily report.
 *
 * @param at when, by the clock of the zone
 * @param zone which
 * @param always whether it is sent also when there is nothing wrong
 * @param channels who gets it; all that take reports if empty
 * @param warning from so many open violations the system's health is warning
 * @param critical from so many it is critical
 */
public record ReportSpec(
    LocalTime at, ZoneId zone, boolean always, List<String> channels, long warning, long critical) {

  /** Copies. */
  public ReportSpec {
    channels = List.copyOf(channels);
  }
}
