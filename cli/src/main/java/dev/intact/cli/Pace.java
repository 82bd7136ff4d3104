package dev.intact.cli;

import dev.intact.monitor.config.FileSetSpec;

/**
 * How fast a set is read.
 *
 * @param bytesPerSecond at most; 0 for as fast as it goes
 * @param idle whether the disk is asked to serve all others first
 */
record Pace(long bytesPerSecond, boolean idle) {

  /** As fast as it goes. */
  static final Pace FULL = new Pace(0, false);

  /** As a configuration declares. */
  static Pace of(FileSetSpec spec) {
    return new Pace(spec.bytesPerSecond(), spec.idle());
  }
}
