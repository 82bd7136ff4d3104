/** Benchmarks: ours and the physical floor side by side in one run, with the ratio between them. */
@NullMarked
package dev.intact.bench;

import org.jspecify.annotations.NullMarked;
