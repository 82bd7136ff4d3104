/** The command line. */
@NullMarked
package dev.intact.cli;

import org.jspecify.annotations.NullMarked;
