package dev.intact.log.storage;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A directory tree. Paths are relative, with {@code /} between names. Thread-safe.
 *
 * <p>Nothing is durable before it says so. What it holds is untrusted: anybody with access to the
 * disk can change it.
 */
public interface Storage {

  /**
   * Reads a whole file.
   *
   * @param path the file
   * @return its bytes, or empty if it is not there
   * @throws IOException if it cannot be read
   */
  Optional<byte[]> read(String path) throws IOException;

  /**
   * The bytes of a file that somebody else may have lengthened.
   *
   * @param path the file
   * @param max at most so many bytes
   * @return its bytes, or empty if it is not there
   * @throws IOException if it cannot be read or is longer
   */
  default Optional<byte[]> read(String path, int max) throws IOException {
    Optional<byte[]> bytes = read(path);
    if (bytes.isPresent() && bytes.get().length > max) {
      throw new IOException("it has more than " + max + " bytes");
    }
    return bytes;
  }

  /**
   * Whether a file or directory is there.
   *
   * @param path which
   * @return true if it is
   * @throws IOException if that cannot be told
   */
  boolean exists(String path) throws IOException;

  /**
   * Writes a file so that readers see the old or the new one whole; makes its directories. Not
   * durable before {@link #sync}.
   *
   * @param path the file
   * @param data its bytes
   * @throws IOException if it cannot be written
   */
  void write(String path, byte[] data) throws IOException;

  /**
   * Writes a file as {@link #write} does, durable when it returns.
   *
   * @param path the file
   * @param data its bytes
   * @throws IOException if it cannot be written or made durable
   */
  void writeDurable(String path, byte[] data) throws IOException;

  /**
   * Makes written files durable, with the directories that name them.
   *
   * @param paths the files; those that are gone are passed over
   * @throws IOException if that fails; they may then be lost and must not be read back in hope
   */
  void sync(Collection<String> paths) throws IOException;

  /**
   * Deletes a file; one that is not there is no fault.
   *
   * @param path the file
   * @throws IOException if it is there and cannot be deleted
   */
  void delete(String path) throws IOException;

  /**
   * Deletes a file so that no power cut brings it back; one that is not there is no fault.
   *
   * @param path the file
   * @throws IOException if it is there and cannot be deleted, or that cannot be made durable
   */
  void deleteDurable(String path) throws IOException;

  /**
   * Deletes what interrupted writes left behind. Only while nobody else writes here.
   *
   * @throws IOException if something cannot be deleted
   */
  void sweep() throws IOException;

  /**
   * Names in a directory.
   *
   * @param path the directory, empty for the root
   * @return sorted names, none if it is not there
   * @throws IOException if it cannot be listed
   */
  List<String> list(String path) throws IOException;

  /**
   * Makes a file of a length, filled with zeros that are really written, durable.
   *
   * @param path the file, replaced if it is there
   * @param size its bytes
   * @return the open file
   * @throws IOException if it cannot be made
   */
  RandomAccess create(String path, long size) throws IOException;

  /**
   * Opens a file for reading and writing in place.
   *
   * @param path the file
   * @return the open file
   * @throws IOException if it is not there or cannot be opened
   */
  RandomAccess open(String path) throws IOException;

  /**
   * Gives a file another name, durable when it returns.
   *
   * @param from the file
   * @param to its new name, replaced if it is there
   * @throws IOException if it cannot
   */
  void rename(String from, String to) throws IOException;
}
