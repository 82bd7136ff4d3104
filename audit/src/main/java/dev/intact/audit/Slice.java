package dev.intact.audit;

/**
 * A part of a log.
 *
 * @param begin first entry
 * @param end behind the last; beyond the log it is the log's end
 */
record Slice(long begin, long end) {}
