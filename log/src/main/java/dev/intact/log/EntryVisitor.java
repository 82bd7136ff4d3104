package dev.intact.log;

import java.io.IOException;

/** Sees the entries of a log one after the other. */
@FunctionalInterface
public interface EntryVisitor {

  /**
   * Takes one entry.
   *
   * @param index its index in the log
   * @param entry the leaf bytes; the visitor's own
   * @throws IOException if the visitor cannot go on; the scan stops and throws it
   */
  void entry(long index, byte[] entry) throws IOException;
}
