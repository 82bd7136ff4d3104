package dev.intact.log;

import dev.intact.merkle.Hash;
import java.time.Instant;

/**
 * The acknowledgement of a record: it is durable and keeps this index for ever.
 *
 * @param index the record's index in its log, from 0
 * @param leafHash the RFC 9162 leaf hash of the stored bytes
 * @param createdAt the time of record, microseconds
 * @param duplicate whether the same id with the same bytes was there already; then the other
 *     members are its own
 */
public record Appended(long index, Hash leafHash, Instant createdAt, boolean duplicate) {}
