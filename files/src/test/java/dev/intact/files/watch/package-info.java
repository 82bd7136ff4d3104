@NullMarked
package dev.intact.files.watch;

import org.jspecify.annotations.NullMarked;
