/** The export file: a range of a log that a stranger can check. */
@NullMarked
package dev.intact.bundle;

import org.jspecify.annotations.NullMarked;
