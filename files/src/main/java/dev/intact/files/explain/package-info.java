/** What accounts for changes that a check has found, and how strong the evidence for it is. */
@NullMarked
package dev.intact.files.explain;

import org.jspecify.annotations.NullMarked;
