package dev.intact.tile;

import dev.intact.merkle.Hash;
import dev.intact.merkle.NodeReader;
import dev.intact.merkle.TreeHasher;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The nodes of a tree of one size, computed from its tiles. Keeps the last tiles read. Not
 * thread-safe.
 *
 * <p>A node at a level that no tile stores is hashed from up to 128 hashes of its tile.
 */
public final class TileNodes implements NodeReader {

  private static final int CACHED_TILES = 64;

  private final TileReader reader;
  private final long size;
  private final TreeHasher hasher = new TreeHasher();
  private final Map<HashTilePath, byte[]> cache =
      new LinkedHashMap<>(CACHED_TILES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<HashTilePath, byte[]> eldest) {
          return size() > CACHED_TILES;
        }
      };

  /**
   * Nodes of a tree.
   *
   * @param reader its tiles
   * @param size its size; no partial beyond it is asked for
   */
  public TileNodes(TileReader reader, long size) {
    this.reader = reader;
    this.size = size;
  }

  @Override
  public Hash node(int level, long index) throws IOException {
    int tileLevel = level / Tiles.HEIGHT;
    int height = level % Tiles.HEIGHT;
    long first = index << height;
    long tile = first / Tiles.WIDTH;
    int at = (int) (first % Tiles.WIDTH);
    int count = 1 << height;
    int width = Tiles.width(tileLevel, tile, size);
    if (index < 0 || at + count > width) {
      throw new IllegalArgumentException(
          "a tree of " + size + " has no complete node " + level + "/" + index);
    }
    byte[] hashes = tile(new HashTilePath(tileLevel, tile, width));
    if (count == 1) {
      return Hash.copyOf(hashes, at * Hash.SIZE);
    }
    byte[] work = java.util.Arrays.copyOfRange(hashes, at * Hash.SIZE, (at + count) * Hash.SIZE);
    return hasher.fold(work, 0, count);
  }

  private byte[] tile(HashTilePath path) throws IOException {
    byte[] cached = cache.get(path);
    if (cached != null) {
      return cached;
    }
    byte[] read = reader.read(path).orElseThrow(() -> new MissingTileException(path));
    if (read.length != path.width() * Hash.SIZE) {
      throw new TileFormatException(
          path.path() + " has " + read.length + " bytes instead of " + path.width() * Hash.SIZE);
    }
    cache.put(path, read);
    return read;
  }
}
