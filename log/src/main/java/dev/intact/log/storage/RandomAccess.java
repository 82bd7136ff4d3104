package dev.intact.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file that is read and written in place. Thread-safe for reading; one writer. A reader that is
 * interrupted reads on, and disturbs nobody.
 */
public interface RandomAccess extends AutoCloseable {

  /**
   * Its length.
   *
   * @return bytes
   * @throws IOException if it cannot be told
   */
  long size() throws IOException;

  /**
   * Reads some bytes.
   *
   * @param position where
   * @param target takes at most what it has room for
   * @return how many, -1 at the end
   * @throws IOException if it cannot be read
   */
  int read(long position, ByteBuffer target) throws IOException;

  /**
   * Writes all bytes.
   *
   * @param position where
   * @param source what
   * @throws IOException if not all could be written
   */
  void write(long position, ByteBuffer source) throws IOException;

  /**
   * Makes what was written durable (fdatasync).
   *
   * @throws IOException if that fails; what was written since the last time may be lost
   */
  void force() throws IOException;

  @Override
  void close() throws IOException;
}
