package dev.intact.log.sign;

import dev.intact.merkle.ConsistencyProof;
import dev.intact.merkle.Hash;

/**
 * What the signer is asked to sign.
 *
 * @param origin the log's origin
 * @param size the tree size
 * @param root the root at that size
 * @param fromLast proof from the size that the signer last signed for this origin; from 0 with an
 *     empty path if it never signed one
 */
public record SignRequest(String origin, long size, Hash root, ConsistencyProof fromLast) {}
