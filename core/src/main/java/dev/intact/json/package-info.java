/** Strict JSON and its RFC 8785 canonical form. */
@NullMarked
package dev.intact.json;

import org.jspecify.annotations.NullMarked;
