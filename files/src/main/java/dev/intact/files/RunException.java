package dev.intact.files;

import java.io.IOException;

/** A run cannot be read as it was committed to. Carries what the log said through a scan. */
final class RunException extends IOException {

  private static final long serialVersionUID = 1L;

  private final Exception known;

  RunException(Exception known) {
    super(known);
    this.known = known;
  }

  Exception known() {
    return known;
  }
}
