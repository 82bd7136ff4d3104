@NullMarked
package dev.intact.files.rpm;

import org.jspecify.annotations.NullMarked;
