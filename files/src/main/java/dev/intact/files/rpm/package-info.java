/** Changes that rpm made, as far as its database on this machine can say. */
@NullMarked
package dev.intact.files.rpm;

import org.jspecify.annotations.NullMarked;
