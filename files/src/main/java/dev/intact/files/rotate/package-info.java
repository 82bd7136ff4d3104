/** Log files that were rotated: what they held before is found whole somewhere else. */
@NullMarked
package dev.intact.files.rotate;

import org.jspecify.annotations.NullMarked;
