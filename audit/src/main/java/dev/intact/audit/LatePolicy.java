package dev.intact.audit;

import java.time.Duration;

/**
 * When an event counts as recorded late.
 *
 * @param after how long an event may lie before its record
 * @param finding whether that is a finding, or only shown as a number
 */
record LatePolicy(Duration after, boolean finding) {

  /** For records of the program itself, which state no time of an event. */
  static final LatePolicy NONE = new LatePolicy(Duration.ofDays(36_500), false);

  boolean isLate(long eventMicros, long recordedMicros) {
    return recordedMicros - eventMicros > after.toMillis() * 1000;
  }
}
