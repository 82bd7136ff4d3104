package dev.intact.log.fsck;

import dev.intact.tile.TileReader;
import java.io.IOException;
import java.util.Optional;

/** A C2SP log wherever it lies. Its bytes are untrusted. */
public interface LogSource extends TileReader {

  /**
   * The checkpoint's bytes.
   *
   * @return the note, unverified, or empty if there is none
   * @throws IOException if it cannot be read, or there is no log
   */
  Optional<byte[]> checkpoint() throws IOException;
}
