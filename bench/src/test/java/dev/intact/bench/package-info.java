/** Micro-benchmarks (JMH), run by {@code scripts/jmh}. */
@NullMarked
package dev.intact.bench;

import org.jspecify.annotations.NullMarked;
