package dev.intact.log.fsck;

import dev.intact.log.storage.PlainFile;
import dev.intact.merkle.Hash;
import dev.intact.tile.EntryBundle;
import dev.intact.tile.EntryBundlePath;
import dev.intact.tile.HashTilePath;
import dev.intact.tile.TilePath;
import dev.intact.tile.TileReader;
import dev.intact.tile.Tiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A C2SP log in a directory, anybody's: entry bundles may be gzipped, a partial that is gone is cut
 * from the full tile.
 */
public final class DirectorySource implements TileReader {

  /** As much as a note has at most when it is read. */
  private static final int MAX_CHECKPOINT = 1_000_000;

  private final Path directory;

  /**
   * The log of a directory.
   *
   * @param directory the one that holds {@code checkpoint} and {@code tile/}
   */
  public DirectorySource(Path directory) {
    this.directory = directory;
  }

  /**
   * The checkpoint's bytes.
   *
   * @return the note, unverified, or empty if there is none
   * @throws IOException if it cannot be read, or this is no log's directory
   */
  public Optional<byte[]> checkpoint() throws IOException {
    Optional<byte[]> bytes = PlainFile.read(directory.resolve("checkpoint"), MAX_CHECKPOINT);
    if (bytes.isEmpty() && !Files.exists(directory.resolve("tile"))) {
      throw new NoSuchFileException(
          directory + " holds neither a checkpoint nor tiles: it is no log's directory");
    }
    return bytes;
  }

  @Override
  public Optional<byte[]> read(TilePath path) throws IOException {
    Optional<byte[]> exact = file(path);
    if (exact.isPresent() || path.isFull()) {
      return exact;
    }
    for (TilePath wider : wider(path)) {
      Optional<byte[]> bytes = file(wider);
      if (bytes.isPresent() && holds(wider, bytes.get())) {
        return Optional.of(cut(path, wider, bytes.get()));
      }
    }
    return Optional.empty();
  }

  /** The full tile, then the wider partials: a log in use keeps only what it needs. */
  private List<TilePath> wider(TilePath path) throws IOException {
    List<TilePath> all = new ArrayList<>();
    all.add(path.full());
    Path partials = directory.resolve(path.path()).getParent();
    if (partials != null && Files.isDirectory(partials)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(partials)) {
        for (Path file : files) {
          String name = String.valueOf(file.getFileName());
          if (name.matches("[1-9][0-9]{0,2}")
              && Integer.parseInt(name) > path.width()
              && Integer.parseInt(name) < Tiles.WIDTH) {
            all.add(path.withWidth(Integer.parseInt(name)));
          }
        }
      }
    }
    return all;
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

  private Optional<byte[]> file(TilePath path) throws IOException {
    Path file = directory.resolve(path.path());
    Optional<byte[]> bytes = PlainFile.read(file, EntryBundle.MAX_BYTES);
    return bytes.isPresent() && path instanceof EntryBundlePath && isGzip(bytes.get(), path.width())
        ? Optional.of(unzip(bytes.get()))
        : bytes;
  }

  private static boolean isGzip(byte[] bytes, int width) {
    return bytes.length > 2
        && bytes[0] == 0x1f
        && bytes[1] == (byte) 0x8b
        && !isPlain(bytes, width);
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
