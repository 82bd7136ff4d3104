package dev.intact.log.fsck;

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

  private static final int MAX_BUNDLE = Tiles.WIDTH * (EntryBundle.MAX_ENTRY + 2);

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
   * @return the note, unverified
   * @throws IOException if it is not there or cannot be read
   */
  public byte[] checkpoint() throws IOException {
    return Files.readAllBytes(directory.resolve("checkpoint"));
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
    try {
      byte[] bytes = Files.readAllBytes(file);
      boolean gzip =
          path instanceof EntryBundlePath
              && bytes.length > 2
              && bytes[0] == 0x1f
              && bytes[1] == (byte) 0x8b;
      return Optional.of(gzip && !isPlain(bytes, path.width()) ? unzip(bytes) : bytes);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** A plain bundle whose first entry has 8075 bytes begins as gzip does. */
  private static boolean isPlain(byte[] bytes, int width) {
    return EntryBundle.scan(bytes, width).count() == width;
  }

  private static byte[] unzip(byte[] bytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readNBytes(MAX_BUNDLE + 1);
    }
  }
}
