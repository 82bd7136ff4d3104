/** Shared by tests: generators, other people's vectors, mutations. */
@NullMarked
package dev.intact.testkit;

import org.jspecify.annotations.NullMarked;
