package dev.intact.log.sign;

import dev.intact.merkle.ConsistencyProof;
import dev.intact.merkle.Hash;
import java.time.Instant;

/**
 * What the signer is asked to sign.
 *
 * @param origin the log's origin
 * @param size the tree size
 * @param root the root at that size
 * @param fromLast proof from the size that the signer last signed for this origin; from 0 with an
 *     empty path if it never signed one
 * @param asOf when the tree had this size: not before the time of record of its last entry, and not
 *     after that of the next entry, which may wait in a queue already. The signature carries it, or
 *     the signer's own time if that is earlier
 */
public record SignRequest(
    String origin, long size, Hash root, ConsistencyProof fromLast, Instant asOf) {}
