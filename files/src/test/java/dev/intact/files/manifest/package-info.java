@NullMarked
package dev.intact.files.manifest;

import org.jspecify.annotations.NullMarked;
