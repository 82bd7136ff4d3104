package dev.intact.files.explain;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** What a source remembered, from the set's log. */
@FunctionalInterface
public interface Memory {

  /** Nothing was remembered. */
  Memory NONE = Optional::empty;

  /**
   * Reads it from the beginning.
   *
   * @return the bytes, proven as they are read; empty if there are none
   * @throws IOException if they are not what was committed to
   */
  Optional<InputStream> open() throws IOException;
}
