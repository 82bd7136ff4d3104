package dev.intact.tile;

import java.io.IOException;
import java.util.Optional;

/** Reads tiles and bundles from wherever a log is kept. What it gives is untrusted. */
@FunctionalInterface
public interface TileReader {

  /**
   * The bytes of a tile or bundle. Where the partial itself is gone, a wider one may be cut.
   *
   * @param path which one
   * @return its bytes, or empty if it is not there
   * @throws IOException if it cannot be read
   */
  Optional<byte[]> read(TilePath path) throws IOException;
}
