@NullMarked
package dev.intact.files;

import org.jspecify.annotations.NullMarked;
