/** The offline verifier: proofs, exports and checkpoints against a trusted key. */
@NullMarked
package dev.intact.verify;

import org.jspecify.annotations.NullMarked;
