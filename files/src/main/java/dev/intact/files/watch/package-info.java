/** Watches sets of files: events are hints, what counts is what is read. */
@NullMarked
package dev.intact.files.watch;

import org.jspecify.annotations.NullMarked;
