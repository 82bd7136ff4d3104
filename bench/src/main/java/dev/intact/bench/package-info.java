/** Benchmarks beside their physical floors. */
@NullMarked
package dev.intact.bench;

import org.jspecify.annotations.NullMarked;
