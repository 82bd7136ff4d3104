package dev.intact.log;

import java.io.IOException;

/**
 * The index knows records that the log does not have: one of the two was changed behind our back.
 */
final class IndexAheadException extends IOException {

  private static final long serialVersionUID = 1L;

  IndexAheadException(String log, long indexed, long size) {
    super("the index has " + indexed + " records of log " + log + ", the log has " + size);
  }
}
