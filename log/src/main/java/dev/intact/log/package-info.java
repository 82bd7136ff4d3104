/** Append-only Merkle logs in a directory: the way of a record from draft to checkpoint. */
@NullMarked
package dev.intact.log;

import org.jspecify.annotations.NullMarked;
