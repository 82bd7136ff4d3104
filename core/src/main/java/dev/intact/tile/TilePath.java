package dev.intact.tile;

/** Where a tile or an entry bundle lies under a log's prefix (C2SP tlog-tiles). */
public sealed interface TilePath permits HashTilePath, EntryBundlePath {

  /**
   * Its place among the tiles of its level.
   *
   * @return 0 and up
   */
  long index();

  /**
   * How many hashes or entries it holds.
   *
   * @return 1 to 256; below 256 it is partial
   */
  int width();

  /**
   * Whether it holds all 256.
   *
   * @return true if it can never change
   */
  default boolean isFull() {
    return width() == Tiles.WIDTH;
  }

  /**
   * The same tile when it is full.
   *
   * @return its path
   */
  TilePath full();

  /**
   * The same tile with another width.
   *
   * @param width 1 to 256
   * @return its path
   */
  TilePath withWidth(int width);

  /**
   * The path below the log's prefix, for example {@code tile/0/x001/067.p/3} or {@code
   * tile/entries/000}.
   *
   * @return the path
   */
  String path();

  /**
   * Parses a path, strictly: only what {@link #path} writes.
   *
   * @param path the path below the log's prefix
   * @return the tile's path
   * @throws TileFormatException if it is anything else
   */
  static TilePath parse(String path) throws TileFormatException {
    return TilePaths.parse(path);
  }
}
