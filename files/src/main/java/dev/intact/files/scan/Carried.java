package dev.intact.files.scan;

import dev.intact.files.scan.Expected.Entry;
import java.io.IOException;
import java.util.Optional;

/**
 * States that were established a while ago, asked for in the order of a walk. Whether one still
 * counts is for who asks. Used by one thread.
 */
final class Carried {

  private final Expected states;
  private Optional<Entry> next = Optional.empty();
  private boolean begun;

  Carried(Expected states) {
    this.states = states;
  }

  /** The state of a path, which is behind all that were asked for before. */
  Optional<byte[]> of(byte[] path) throws IOException {
    if (!begun) {
      begun = true;
      next = states.next();
    }
    while (next.isPresent()) {
      int order = Paths.compare(next.get().path().array(), path);
      if (order >= 0) {
        return order == 0 ? Optional.of(next.get().state().array()) : Optional.empty();
      }
      next = states.next();
    }
    return Optional.empty();
  }
}
