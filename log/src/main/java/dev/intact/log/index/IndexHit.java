package dev.intact.log.index;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One record that was found.
 *
 * @param index its index in the log
 * @param id its id
 * @param type its kind of event
 * @param eventMicros when it happened
 * @param createdMicros when it was recorded
 */
public record IndexHit(
    long index,
    Optional<String> id,
    Optional<String> type,
    OptionalLong eventMicros,
    OptionalLong createdMicros) {}
