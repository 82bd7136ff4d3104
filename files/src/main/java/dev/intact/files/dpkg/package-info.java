/** Changes that dpkg made: which package and version, and how far that can be proven. */
@NullMarked
package dev.intact.files.dpkg;

import org.jspecify.annotations.NullMarked;
