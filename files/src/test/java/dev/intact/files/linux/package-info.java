@NullMarked
package dev.intact.files.linux;

import org.jspecify.annotations.NullMarked;
