/** Sets of files whose states are committed to in a log of their own. */
@NullMarked
package dev.intact.files;

import org.jspecify.annotations.NullMarked;
