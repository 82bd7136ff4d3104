package dev.intact.merkle;

import java.util.List;

/**
 * That a leaf is at an index of a tree (RFC 9162 section 2.1.3).
 *
 * @param index the leaf's index
 * @param size the tree's size
 * @param path sibling hashes from the leaf up
 */
public record InclusionProof(long index, long size, List<Hash> path) {

  /** Copies the path. */
  public InclusionProof {
    path = List.copyOf(path);
  }
}
