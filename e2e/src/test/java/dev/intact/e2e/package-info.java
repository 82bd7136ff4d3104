/** Tests of the whole. */
@NullMarked
package dev.intact.e2e;

import org.jspecify.annotations.NullMarked;
