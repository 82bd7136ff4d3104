/** What somebody with full write access to the data directory can do, and what is found of it. */
@NullMarked
package dev.intact.e2e.attack;

import org.jspecify.annotations.NullMarked;
