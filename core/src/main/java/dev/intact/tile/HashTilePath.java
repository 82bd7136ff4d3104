package dev.intact.tile;

/**
 * The path of a tile of hashes.
 *
 * @param level tile level, 0 to 63; level 0 holds leaf hashes
 * @param index its place in the level
 * @param width hashes in it, 1 to 256
 */
public record HashTilePath(int level, long index, int width) implements TilePath {

  /** Checks the ranges. */
  public HashTilePath {
    TilePaths.require(level >= 0 && level <= TilePaths.MAX_LEVEL, "level", level);
    TilePaths.require(index >= 0, "index", index);
    TilePaths.require(width >= 1 && width <= Tiles.WIDTH, "width", width);
  }

  @Override
  public HashTilePath full() {
    return new HashTilePath(level, index, Tiles.WIDTH);
  }

  @Override
  public HashTilePath withWidth(int wanted) {
    return new HashTilePath(level, index, wanted);
  }

  @Override
  public String path() {
    return TilePaths.format("tile/" + level + "/", index, width);
  }
}
