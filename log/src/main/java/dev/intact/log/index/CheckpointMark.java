package dev.intact.log.index;

/**
 * A checkpoint of a log that the root log holds.
 *
 * @param size the log's size
 * @param seconds when it was signed, POSIX seconds
 * @param rootIndex its entry in the root log, where it can be verified
 */
public record CheckpointMark(long size, long seconds, long rootIndex) {}
