/** Lists of files that other tools write and read. */
@NullMarked
package dev.intact.files.manifest;

import org.jspecify.annotations.NullMarked;
