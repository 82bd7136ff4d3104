package dev.intact.log.index;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the index knows of a record.
 *
 * @param id the record's id
 * @param type its kind of event
 * @param eventMicros when it happened, microseconds since 1970
 * @param createdMicros when it was recorded, microseconds since 1970
 */
public record RecordKeys(
    Optional<String> id,
    Optional<String> type,
    OptionalLong eventMicros,
    OptionalLong createdMicros) {

  /** A record of which nothing is known. */
  public static final RecordKeys NONE =
      new RecordKeys(
          Optional.empty(), Optional.empty(), OptionalLong.empty(), OptionalLong.empty());
}
