package dev.intact.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * Which records to list.
 *
 * @param start not before, if given
 * @param end before, if given
 * @param byEventTime whether the bounds are on the time of the event; else on the time of record
 * @param eventType only this type, if given
 * @param afterIndex only behind this index; -1 for all
 * @param limit at most so many, 1 to 1000
 */
public record RecordQuery(
    Optional<Instant> start,
    Optional<Instant> end,
    boolean byEventTime,
    Optional<String> eventType,
    long afterIndex,
    int limit) {

  /** Checks the limit. */
  public RecordQuery {
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("a limit is 1 to 1000");
    }
  }
}
