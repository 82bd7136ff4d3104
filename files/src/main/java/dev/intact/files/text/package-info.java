/** Differences between texts, without what is secret in them. */
@NullMarked
package dev.intact.files.text;

import org.jspecify.annotations.NullMarked;
