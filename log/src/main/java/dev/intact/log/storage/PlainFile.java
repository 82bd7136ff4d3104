package dev.intact.log.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Reads files that somebody else may have put there: never a pipe or a device, and never more than
 * was reckoned with.
 */
public final class PlainFile {

  private PlainFile() {}

  /**
   * The bytes of a file.
   *
   * @param file which
   * @param max at most so many bytes
   * @return its bytes, or empty if it is not there
   * @throws IOException if it cannot be read, is no plain file, or is longer
   */
  public static Optional<byte[]> read(Path file, int max) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new IOException("it is not a plain file");
      }
      if (attributes.size() > max) {
        throw new IOException(
            "it has " + attributes.size() + " bytes, at most " + max + " belong there");
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(max);
        if (bytes.length == max && in.read() >= 0) {
          throw new IOException("it has more than " + max + " bytes");
        }
        return Optional.of(bytes);
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
