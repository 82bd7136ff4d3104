package dev.intact.files;

import java.util.Optional;

/**
 * One thing that is not as it was.
 *
 * @param what its name, for example {@code mode}
 * @param before as it was; empty if it was not there
 * @param after as it is; empty if it is not there
 */
record Change(String what, Optional<String> before, Optional<String> after) {

  static Change of(String what, String before, String after) {
    return new Change(what, Optional.of(before), Optional.of(after));
  }

  String text() {
    if (before.isEmpty()) {
      return what + " added: " + after.orElse("");
    }
    return after.isEmpty()
        ? what + " removed: " + before.get()
        : what + " " + before.get() + " → " + after.get();
  }
}
