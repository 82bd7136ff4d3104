package dev.intact.files.scan;

import java.util.Optional;

/** Single facts of recorded states, without reading all of them. */
public final class StateFacts {

  private StateFacts() {}

  /**
   * The inode of a regular file.
   *
   * @param state as written by a scan
   * @return its number in the file system; empty if it is something else
   */
  public static Optional<Long> inodeOfRegular(ByteString state) {
    return KnownFacts.of(state.array())
        .filter(facts -> facts.kind() == Kind.REGULAR)
        .map(KnownFacts::inode);
  }
}
