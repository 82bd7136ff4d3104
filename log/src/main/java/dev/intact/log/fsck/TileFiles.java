package dev.intact.log.fsck;

import dev.intact.merkle.Hash;
import dev.intact.tile.EntryBundle;
import dev.intact.tile.EntryBundlePath;
import dev.intact.tile.HashTilePath;
import dev.intact.tile.TilePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * What every place of tiles has in common: entry bundles may be gzipped, and a partial that is gone
 * is cut from a wider one.
 */
abstract class TileFiles implements LogSource {

  /** As much as a note has at most when it is read. */
  static final int MAX_CHECKPOINT = 1_000_000;

  /** The bytes of a file as they lie there; empty if it is not there. */
  abstract Optional<byte[]> file(String path) throws IOException;

  /** Where else a partial may be cut from, the best first. */
  abstract List<TilePath> wider(TilePath path) throws IOException;

  @Override
  public final Optional<byte[]> read(TilePath path) throws IOException {
    Optional<byte[]> exact = plain(path);
    if (exact.isPresent() || path.isFull()) {
      return exact;
    }
    for (TilePath wider : wider(path)) {
      Optional<byte[]> bytes = plain(wider);
      if (bytes.isPresent() && holds(wider, bytes.get())) {
        return Optional.of(cut(path, wider, bytes.get()));
      }
    }
    return Optional.empty();
  }

  private static boolean holds(TilePath path, byte[] bytes) {
    return path instanceof EntryBundlePath || bytes.length == path.width() * Hash.SIZE;
  }

  private static byte[] cut(TilePath path, TilePath wider, byte[] bytes) throws IOException {
    return switch (path) {
      case HashTilePath tile -> Arrays.copyOf(bytes, tile.width() * Hash.SIZE);
      case EntryBundlePath bundle -> EntryBundle.scan(bytes, wider.width()).prefix(bundle.width());
    };
  }

  private Optional<byte[]> plain(TilePath path) throws IOException {
    Optional<byte[]> stored = file(path.path());
    if (stored.isEmpty()) {
      return stored;
    }
    byte[] bytes = stored.get();
    boolean gzip =
        path instanceof EntryBundlePath
            && bytes.length > 2
            && bytes[0] == 0x1f
            && bytes[1] == (byte) 0x8b;
    return Optional.of(gzip && !isPlain(bytes, path.width()) ? unzip(bytes) : bytes);
  }

  /** A plain bundle whose first entry has 8075 bytes begins as gzip does. */
  private static boolean isPlain(byte[] bytes, int width) {
    return EntryBundle.scan(bytes, width).count() == width;
  }

  private static byte[] unzip(byte[] bytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readNBytes(EntryBundle.MAX_BYTES + 1);
    }
  }
}
