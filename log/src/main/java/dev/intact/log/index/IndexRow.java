package dev.intact.log.index;

/**
 * One record for the index.
 *
 * @param log the log's name
 * @param index its index in the log
 * @param keys what to find it by
 */
public record IndexRow(String log, long index, RecordKeys keys) {}
