/** Tests of the offline verifier. */
@NullMarked
package dev.intact.verify;

import org.jspecify.annotations.NullMarked;
