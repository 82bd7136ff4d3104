/** What survives when the process is killed. */
@NullMarked
package dev.intact.e2e.crash;

import org.jspecify.annotations.NullMarked;
