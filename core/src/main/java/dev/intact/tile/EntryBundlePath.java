package dev.intact.tile;

/**
 * The path of a bundle of entries.
 *
 * @param index its place; it begins with entry {@code 256 * index}
 * @param width entries in it, 1 to 256
 */
public record EntryBundlePath(long index, int width) implements TilePath {

  /** Checks the ranges. */
  public EntryBundlePath {
    TilePaths.require(index >= 0, "index", index);
    TilePaths.require(width >= 1 && width <= Tiles.WIDTH, "width", width);
  }

  @Override
  public EntryBundlePath full() {
    return new EntryBundlePath(index, Tiles.WIDTH);
  }

  @Override
  public EntryBundlePath withWidth(int wanted) {
    return new EntryBundlePath(index, wanted);
  }

  @Override
  public String path() {
    return TilePaths.format("tile/entries/", index, width);
  }
}
