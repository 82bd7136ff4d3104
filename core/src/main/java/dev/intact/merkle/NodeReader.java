package dev.intact.merkle;

import java.io.IOException;

/**
 * Gives the hashes of complete subtrees, from wherever they are kept. Its answers are untrusted
 * until proven.
 */
@FunctionalInterface
public interface NodeReader {

  /**
   * The root of the complete subtree over the leaves {@code [index << level, (index + 1) <<
   * level)}.
   *
   * @param level height, 0 for leaf hashes
   * @param index place among the subtrees of this level
   * @return the hash
   * @throws IOException if it cannot be read
   */
  Hash node(int level, long index) throws IOException;
}
