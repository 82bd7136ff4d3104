package dev.intact.tile;

import dev.intact.merkle.Hash;
import dev.intact.merkle.NodeReader;
import dev.intact.merkle.TreeHasher;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The nodes of a tree of one size, computed from its tiles. Keeps the last 256 tiles read, 4 MiB at
 * most. Not thread-safe.
 *
 * <p>A node at a level that no tile stores is hashed from its tile, with all of that level: the
 * nodes of one proof cost 255 hashes a tile, those of the next in the same tile none.
 */
public final class TileNodes implements NodeReader {

  private static final int CACHED_TILES = 256;

  private final TileReader reader;
  private final long size;
  private final TreeHasher hasher = new TreeHasher();
  private final Map<HashTilePath, Tile> cache =
      new LinkedHashMap<>(CACHED_TILES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<HashTilePath, Tile> eldest) {
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
    return Hash.copyOf(
        tile(new HashTilePath(tileLevel, tile, width)).level(height), (at >>> height) * Hash.SIZE);
  }

  private Tile tile(HashTilePath path) throws IOException {
    Tile cached = cache.get(path);
    if (cached != null) {
      return cached;
    }
    byte[] read = reader.read(path).orElseThrow(() -> new MissingTileException(path));
    if (read.length != path.width() * Hash.SIZE) {
      throw new TileFormatException(
          path.path() + " has " + read.length + " bytes instead of " + path.width() * Hash.SIZE);
    }
    Tile tile = new Tile(read);
    cache.put(path, tile);
    return tile;
  }

  /** A tile with the complete nodes above its hashes, each level computed when it is asked for. */
  private final class Tile {

    private final byte[][] levels = new byte[Tiles.HEIGHT][];

    Tile(byte[] hashes) {
      levels[0] = hashes;
    }

    byte[] level(int height) {
      for (int h = 1; h <= height; h++) {
        if (levels[h] == null) {
          levels[h] = above(levels[h - 1]);
        }
      }
      return levels[height];
    }

    private byte[] above(byte[] below) {
      int pairs = below.length / (2 * Hash.SIZE);
      byte[] above = new byte[pairs * Hash.SIZE];
      for (int i = 0; i < pairs; i++) {
        int left = 2 * i * Hash.SIZE;
        hasher.node(below, left, below, left + Hash.SIZE, above, i * Hash.SIZE);
      }
      return above;
    }
  }
}
