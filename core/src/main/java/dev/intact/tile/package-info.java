/** C2SP tlog-tiles: coordinates, paths, hash tiles and entry bundles. */
@NullMarked
package dev.intact.tile;

import org.jspecify.annotations.NullMarked;
