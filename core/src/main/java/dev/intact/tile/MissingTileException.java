package dev.intact.tile;

import java.io.IOException;

/** A tile or bundle that the tree's size calls for is not there. */
public final class MissingTileException extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient TilePath path;

  /**
   * Names the missing tile.
   *
   * @param path which one
   */
  public MissingTileException(TilePath path) {
    super(path.path() + " is missing");
    this.path = path;
  }

  /**
   * What is missing.
   *
   * @return its path
   */
  public TilePath tile() {
    return path;
  }
}
