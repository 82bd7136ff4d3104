package dev.intact.files.scan;

import java.io.IOException;
import java.util.Optional;

/** The states that a scan compares with, in the order of paths. Used by one thread. */
public interface Expected {

  /** Nothing is expected. */
  Expected NOTHING =
      new Expected() {
        @Override
        public Optional<Entry> next() {
          return Optional.empty();
        }
      };

  /**
   * A path and its state.
   *
   * @param path absolute
   * @param state as written by a scan
   */
  record Entry(ByteString path, ByteString state) {}

  /**
   * The next one.
   *
   * @return strictly behind the one before it, or empty at the end
   * @throws IOException if they cannot be read or are not what was committed to
   */
  Optional<Entry> next() throws IOException;
}
