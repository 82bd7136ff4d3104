package dev.intact.merkle;

import java.util.List;

/**
 * That the leaves {@code [begin, end)} are exactly those of a tree: with their compact range, the
 * covers of what lies left and right of them give the root.
 *
 * @param begin first leaf
 * @param end behind the last leaf
 * @param size the tree's size
 * @param left hashes of the compact range {@code [0, begin)}
 * @param right hashes of the compact range {@code [end, size)}
 */
public record RangeProof(long begin, long end, long size, List<Hash> left, List<Hash> right) {

  /** Copies the lists. */
  public RangeProof {
    left = List.copyOf(left);
    right = List.copyOf(right);
  }
}
