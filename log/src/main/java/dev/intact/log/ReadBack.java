package dev.intact.log;

import dev.intact.finding.Verdict;
import dev.intact.merkle.CompactRange;
import dev.intact.merkle.Hash;
import dev.intact.merkle.TreeHasher;
import dev.intact.tile.EntryBundle;
import dev.intact.tile.EntryBundlePath;
import dev.intact.tile.HashTilePath;
import dev.intact.tile.MissingTileException;
import dev.intact.tile.TileReader;
import dev.intact.tile.Tiles;
import java.io.IOException;

/**
 * Reads back what is about to be signed and hashes it again, by another path than the one that
 * wrote it: a corruption that is signed is for ever.
 */
final class ReadBack {

  private ReadBack() {}

  /**
   * The compact range of the whole tree, from one verified before and the entries at rest behind
   * it.
   */
  static CompactRange extend(CompactRange verified, TileReader tiles, long size, Hash root)
      throws IOException {
    CompactRange range = verified.copy();
    TreeHasher hasher = new TreeHasher();
    while (range.end() < size) {
      long number = range.end() / Tiles.WIDTH;
      int width = Tiles.width(0, number, size);
      EntryBundlePath bundlePath = new EntryBundlePath(number, width);
      HashTilePath tilePath = new HashTilePath(0, number, width);
      byte[] bytes = tiles.read(bundlePath).orElseThrow(() -> new MissingTileException(bundlePath));
      byte[] hashes = tiles.read(tilePath).orElseThrow(() -> new MissingTileException(tilePath));
      EntryBundle bundle = EntryBundle.parse(bytes, width);
      for (int i = (int) (range.end() % Tiles.WIDTH); i < width; i++) {
        Hash leaf = hasher.leaf(bundle.bytes(), bundle.offset(i), bundle.length(i));
        if (hashes.length != width * Hash.SIZE
            || !Hash.copyOf(hashes, i * Hash.SIZE).equals(leaf)) {
          throw new DamageException(
              Verdict.CONTENT_TAMPERED,
              "entry "
                  + (number * Tiles.WIDTH + i)
                  + " at rest is not the one in "
                  + tilePath.path());
        }
        range.append(leaf, hasher);
      }
    }
    Hash again = range.root(hasher);
    if (!again.equals(root)) {
      throw new DamageException(
          Verdict.CONTENT_TAMPERED,
          "the entries at rest give the root "
              + again
              + " at size "
              + size
              + ", the tree has "
              + root);
    }
    return range;
  }
}
