@NullMarked
package dev.intact.files.dpkg;

import org.jspecify.annotations.NullMarked;
