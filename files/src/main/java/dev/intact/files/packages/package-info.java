/** What package managers have in common: packages that come, go and become newer. */
@NullMarked
package dev.intact.files.packages;

import org.jspecify.annotations.NullMarked;
