/** Keys of the log: verifier keys (vkeys) and signing keys. */
@NullMarked
package dev.intact.key;

import org.jspecify.annotations.NullMarked;
