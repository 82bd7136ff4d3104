@NullMarked
package dev.intact.files.scan;

import org.jspecify.annotations.NullMarked;
