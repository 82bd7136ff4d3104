package dev.intact.tile;

import dev.intact.merkle.Hash;
import java.util.ArrayList;
import java.util.List;

/** Which tiles a tree has (C2SP tlog-tiles). Stateless. */
public final class Tiles {

  /** Hashes or entries in a full tile or bundle. */
  public static final int WIDTH = 256;

  /** Levels of the tree that one tile spans. */
  public static final int HEIGHT = 8;

  /** Bytes of a full tile of hashes. */
  public static final int FULL_BYTES = WIDTH * Hash.SIZE;

  private Tiles() {}

  /**
   * How many hashes of a tile level a tree has.
   *
   * @param level tile level
   * @param size the tree's size
   * @return how many complete subtrees of height {@code 8 * level} it has
   */
  public static long hashes(int level, long size) {
    int shift = level * HEIGHT;
    return shift > 62 ? 0 : size >>> shift;
  }

  /**
   * The width that a tile has in a tree.
   *
   * @param level tile level
   * @param index the tile
   * @param size the tree's size
   * @return 256 if full, 1 to 255 if partial, 0 if the tree does not reach it
   */
  public static int width(int level, long index, long size) {
    long hashes = hashes(level, size);
    if (index < hashes / WIDTH) {
      return WIDTH;
    }
    return index == hashes / WIDTH ? (int) (hashes % WIDTH) : 0;
  }

  /**
   * Every tile of hashes and every bundle that a tree of this size consists of, without outdated
   * partials.
   *
   * @param size the tree's size
   * @return bundles first, then the levels from 0 up; the list has about {@code size / 128} members
   */
  public static List<TilePath> needed(long size) {
    List<TilePath> paths = new ArrayList<>();
    for (long n = 0; width(0, n, size) > 0; n++) {
      paths.add(new EntryBundlePath(n, width(0, n, size)));
    }
    for (int level = 0; hashes(level, size) > 0; level++) {
      for (long n = 0; width(level, n, size) > 0; n++) {
        paths.add(new HashTilePath(level, n, width(level, n, size)));
      }
    }
    return paths;
  }
}
