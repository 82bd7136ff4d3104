/**
 * What monitoring knows: acts in the log {@code ~monitor}, and the view that is built from them.
 */
@NullMarked
package dev.intact.monitor.state;

import org.jspecify.annotations.NullMarked;
