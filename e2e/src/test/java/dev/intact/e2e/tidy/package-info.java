/** The rules of the house that no compiler holds. */
@NullMarked
package dev.intact.e2e.tidy;

import org.jspecify.annotations.NullMarked;
