@NullMarked
package dev.intact.files.text;

import org.jspecify.annotations.NullMarked;
