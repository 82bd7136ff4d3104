package dev.intact.log.sign;

import dev.intact.merkle.Hash;

/**
 * What the signer last signed for an origin.
 *
 * @param size the tree size
 * @param root the root
 */
public record SignedState(long size, Hash root) {}
