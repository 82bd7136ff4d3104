/** The index: a SQLite view of the logs that can be thrown away and rebuilt. */
@NullMarked
package dev.intact.log.index;

import org.jspecify.annotations.NullMarked;
