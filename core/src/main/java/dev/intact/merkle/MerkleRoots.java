package dev.intact.merkle;

import java.util.List;

/** Roots from the right edge of a tiled tree. */
public final class MerkleRoots {

  private static final int TILE_HEIGHT = 8;

  private MerkleRoots() {}

  /**
   * The root of a tree from its partial tiles: they hold every complete subtree that the root is
   * made of.
   *
   * @param edges for each tile level from 0 up, the hashes of its partial tile
   * @param widths how many hashes each holds
   * @param hasher of the calling thread
   * @return the root
   */
  public static Hash ofEdges(List<byte[]> edges, List<Integer> widths, TreeHasher hasher) {
    CompactRange range = CompactRange.empty(0);
    for (int level = edges.size() - 1; level >= 0; level--) {
      byte[] hashes = edges.get(level);
      for (int i = 0; i < widths.get(level); i++) {
        range.appendNode(level * TILE_HEIGHT, Hash.copyOf(hashes, i * Hash.SIZE), hasher);
      }
    }
    return range.root(hasher);
  }
}
