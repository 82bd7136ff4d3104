package dev.intact.log.journal;

import java.io.IOException;

/**
 * The journal contradicts itself where only acknowledged batches stand: the disk or somebody
 * changed it. Nothing is dropped; the store does not start.
 */
public final class JournalCorruptException extends IOException {

  private static final long serialVersionUID = 1L;

  JournalCorruptException(String segment, long offset, String detail) {
    super("journal " + segment + " is corrupt at byte " + offset + ": " + detail);
  }
}
