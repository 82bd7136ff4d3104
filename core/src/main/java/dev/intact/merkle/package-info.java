/** RFC 9162 trees: hashing, compact ranges, proofs made and verified. */
@NullMarked
package dev.intact.merkle;

import org.jspecify.annotations.NullMarked;
