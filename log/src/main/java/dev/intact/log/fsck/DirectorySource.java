package dev.intact.log.fsck;

import dev.intact.log.storage.PlainFile;
import dev.intact.tile.EntryBundle;
import dev.intact.tile.TilePath;
import dev.intact.tile.Tiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A C2SP log in a directory, anybody's. */
public final class DirectorySource extends TileFiles {

  private final Path directory;

  /**
   * The log of a directory.
   *
   * @param directory the one that holds {@code checkpoint} and {@code tile/}
   */
  public DirectorySource(Path directory) {
    this.directory = directory;
  }

  @Override
  public Optional<byte[]> checkpoint() throws IOException {
    Optional<byte[]> bytes = PlainFile.read(directory.resolve("checkpoint"), MAX_CHECKPOINT);
    if (bytes.isEmpty() && !Files.exists(directory.resolve("tile"))) {
      throw new NoSuchFileException(
          directory + " holds neither a checkpoint nor tiles: it is no log's directory");
    }
    return bytes;
  }

  @Override
  Optional<byte[]> file(String path) throws IOException {
    return PlainFile.read(directory.resolve(path), EntryBundle.MAX_BYTES);
  }

  /** The full tile, then the wider partials: a log in use keeps only what it needs. */
  @Override
  List<TilePath> wider(TilePath path) throws IOException {
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
}
