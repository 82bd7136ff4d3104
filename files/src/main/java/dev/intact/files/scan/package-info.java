/** What a file's state is, how it is written, and the walk that finds it. */
@NullMarked
package dev.intact.files.scan;

import org.jspecify.annotations.NullMarked;
