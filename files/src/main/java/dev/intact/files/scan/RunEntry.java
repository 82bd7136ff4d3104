package dev.intact.files.scan;

import java.util.Optional;

/**
 * A path with its state, in a run.
 *
 * @param path absolute
 * @param tag what the run says of it; 0 if nothing
 * @param state its state, or empty if it was not there
 */
public record RunEntry(ByteString path, int tag, Optional<ByteString> state) {

  /** Checks the tag. */
  public RunEntry {
    if (tag < 0 || tag > 255) {
      throw new IllegalArgumentException("a tag is a byte");
    }
  }
}
