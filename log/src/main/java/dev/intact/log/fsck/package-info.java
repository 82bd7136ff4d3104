/** Re-derives whole logs, ours or anybody's, and says what does not agree. */
@NullMarked
package dev.intact.log.fsck;

import org.jspecify.annotations.NullMarked;
