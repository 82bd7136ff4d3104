package dev.intact.monitor.alert;

import java.time.Instant;
import java.util.Locale;

/**
 * Something that happened to an alert.
 *
 * @param kind what
 * @param alert the alert as it is from now on
 * @param actor who did it
 * @param at when
 * @param told whether channels are told of it
 */
public record Change(Kind kind, Alert alert, String actor, Instant at, boolean told) {

  /** What can happen to an alert. */
  public enum Kind {
    /** It began. */
    OPENED,
    /** It has a higher level. */
    RAISED,
    /** There are violations that were not there before, or others than before. */
    WORSE,
    /** It differs and is no worse: fewer, a lower level, another reason. */
    CHANGED,
    /** It is still there after a long time. */
    REMINDED,
    /** Nobody has taken it on for a long time. */
    ESCALATED,
    /** Somebody has taken it on. */
    ACKNOWLEDGED,
    /** It is over. */
    RESOLVED;

    /**
     * As it is written in records and messages.
     *
     * @return the name in lower case
     */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
