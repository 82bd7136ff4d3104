package dev.intact.tile;

import java.io.IOException;

/** A path, tile or bundle is not as C2SP tlog-tiles has it. */
public final class TileFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong.
   *
   * @param message what and where
   */
  public TileFormatException(String message) {
    super(message);
  }
}
