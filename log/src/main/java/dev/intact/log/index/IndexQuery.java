package dev.intact.log.index;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What to look for; the answer is in ascending order of the index.
 *
 * @param log the log's name
 * @param byEventTime whether the bounds are on the time of the event rather than of the record
 * @param fromMicros not before, microseconds since 1970
 * @param toMicros before, exclusive
 * @param type only this kind of event
 * @param afterIndex only behind this index; -1 for all
 * @param limit at most so many
 */
public record IndexQuery(
    String log,
    boolean byEventTime,
    OptionalLong fromMicros,
    OptionalLong toMicros,
    Optional<String> type,
    long afterIndex,
    int limit) {}
