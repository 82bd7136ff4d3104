package dev.intact.log;

import dev.intact.log.storage.Storage;
import dev.intact.merkle.Hash;
import dev.intact.tile.EntryBundle;
import dev.intact.tile.EntryBundlePath;
import dev.intact.tile.HashTilePath;
import dev.intact.tile.TilePath;
import dev.intact.tile.TileReader;
import dev.intact.tile.Tiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * The tiles of one log as they lie in storage. A partial that is gone is cut from the narrowest
 * wider one: a partial is a prefix of what follows it.
 */
final class LogTiles implements TileReader {

  private final Storage storage;
  private final String base;
  private final LongAdder bytesRead = new LongAdder();

  LogTiles(Storage storage, String base) {
    this.storage = storage;
    this.base = base;
  }

  @Override
  public Optional<byte[]> read(TilePath path) throws IOException {
    Optional<byte[]> exact = file(base + path.path());
    if (exact.isPresent() || path.isFull()) {
      return exact;
    }
    // Between listing and reading, a partial may have been replaced by a wider one: look again.
    for (int attempt = 0; attempt < 3; attempt++) {
      Optional<byte[]> cut = cutFromWider(path);
      if (cut.isPresent()) {
        return cut;
      }
    }
    return Optional.empty();
  }

  private Optional<byte[]> file(String path) throws IOException {
    Optional<byte[]> bytes = storage.read(path, EntryBundle.MAX_BYTES);
    bytes.ifPresent(b -> bytesRead.add(b.length));
    return bytes;
  }

  /** Of tiles and bundles, since the log was opened. */
  long bytesRead() {
    return bytesRead.sum();
  }

  private Optional<byte[]> cutFromWider(TilePath path) throws IOException {
    String full = base + path.full().path();
    Optional<byte[]> wider = file(full);
    if (wider.isPresent()) {
      return Optional.of(cut(wider.get(), path, Tiles.WIDTH));
    }
    int width =
        storage.list(full + ".p").stream()
            .filter(name -> name.matches("[1-9][0-9]{0,2}"))
            .mapToInt(Integer::parseInt)
            .filter(w -> w >= path.width())
            .min()
            .orElse(0);
    if (width == 0) {
      return Optional.empty();
    }
    Optional<byte[]> partial = file(full + ".p/" + width);
    return partial.isPresent() ? Optional.of(cut(partial.get(), path, width)) : Optional.empty();
  }

  private static byte[] cut(byte[] bytes, TilePath path, int width) throws IOException {
    return switch (path) {
      case HashTilePath tile ->
          Arrays.copyOf(bytes, Math.min(bytes.length, tile.width() * Hash.SIZE));
      case EntryBundlePath bundle ->
          EntryBundle.scan(bytes, width).prefix(Math.min(bundle.width(), width));
    };
  }
}
