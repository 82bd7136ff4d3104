package dev.intact.merkle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes proofs from the hashes of complete subtrees. Each proof reads and hashes O(log n) nodes.
 * Stateless; a reader is used by the calling thread only.
 */
public final class ProofBuilder {

  private ProofBuilder() {}

  /**
   * The root of the first leaves of a tree.
   *
   * @param nodes the tree
   * @param size how many leaves
   * @return the root
   * @throws IOException if a node cannot be read
   */
  public static Hash root(NodeReader nodes, long size) throws IOException {
    return subtree(nodes, 0, size);
  }

  /**
   * The root of a subtree {@code [start, end)}.
   *
   * @param nodes the tree
   * @param start first leaf
   * @param end behind the last leaf
   * @return its root; the empty root if there are no leaves
   * @throws IOException if a node cannot be read
   */
  public static Hash subtree(NodeReader nodes, long start, long end) throws IOException {
    TreeHasher hasher = new TreeHasher();
    List<Hash> cover = cover(nodes, start, end);
    if (cover.isEmpty()) {
      return TreeHasher.emptyRoot();
    }
    Hash root = cover.getLast();
    for (int i = cover.size() - 2; i >= 0; i--) {
      root = hasher.node(cover.get(i), root);
    }
    return root;
  }

  /**
   * Proves a leaf.
   *
   * @param nodes the tree
   * @param index the leaf
   * @param size the tree's size
   * @return the proof
   * @throws IOException if a node cannot be read
   * @throws IllegalArgumentException unless {@code 0 <= index < size}
   */
  public static InclusionProof inclusion(NodeReader nodes, long index, long size)
      throws IOException {
    return new InclusionProof(index, size, subtreeInclusion(nodes, index, 0, size));
  }

  /**
   * Proves a leaf within a subtree.
   *
   * @param nodes the tree
   * @param index the leaf
   * @param start first leaf of the subtree
   * @param end behind its last leaf
   * @return sibling hashes from the leaf up
   * @throws IOException if a node cannot be read
   * @throws IllegalArgumentException unless {@code start <= index < end}
   */
  public static List<Hash> subtreeInclusion(NodeReader nodes, long index, long start, long end)
      throws IOException {
    if (start < 0 || index < start || index >= end) {
      throw new IllegalArgumentException("no leaf " + index + " in [" + start + ", " + end + ")");
    }
    List<Hash> fromTop = new ArrayList<>();
    long lo = start;
    long hi = end;
    while (hi - lo > 1) {
      long mid = lo + split(hi - lo);
      if (index < mid) {
        fromTop.add(subtree(nodes, mid, hi));
        hi = mid;
      } else {
        fromTop.add(subtree(nodes, lo, mid));
        lo = mid;
      }
    }
    return fromTop.reversed();
  }

  /**
   * Proves that a tree continues a smaller one.
   *
   * @param nodes the larger tree
   * @param from the smaller size
   * @param to the larger size
   * @return the proof; empty if the sizes are equal or {@code from} is 0
   * @throws IOException if a node cannot be read
   * @throws IllegalArgumentException unless {@code 0 <= from <= to}
   */
  public static ConsistencyProof consistency(NodeReader nodes, long from, long to)
      throws IOException {
    if (from < 0 || from > to) {
      throw new IllegalArgumentException("no consistency from " + from + " to " + to);
    }
    if (from == 0 || from == to) {
      return new ConsistencyProof(from, to, List.of());
    }
    return new ConsistencyProof(from, to, subtreeConsistency(nodes, 0, from, to));
  }

  /**
   * Proves that a subtree is part of a tree (draft-ietf-plants-merkle-tree-certs section 4.4). The
   * proof of an empty one is empty.
   *
   * @param nodes the tree
   * @param start first leaf of the subtree
   * @param end behind its last leaf
   * @param size the tree's size
   * @return the hashes
   * @throws IOException if a node cannot be read
   * @throws IllegalArgumentException if the subtree is not a valid one or not within the tree
   */
  public static List<Hash> subtreeConsistency(NodeReader nodes, long start, long end, long size)
      throws IOException {
    boolean empty = start == end && start >= 0;
    if (end > size || !(empty || ProofVerifier.isSubtree(start, end))) {
      throw new IllegalArgumentException(
          "no subtree [" + start + ", " + end + ") in a tree of " + size);
    }
    if (empty) {
      return List.of();
    }
    List<Hash> fromTop = new ArrayList<>();
    long lo = 0;
    long hi = size;
    boolean known = true;
    while (!(lo == start && hi == end)) {
      long mid = lo + split(hi - lo);
      if (end <= mid) {
        fromTop.add(subtree(nodes, mid, hi));
        hi = mid;
      } else if (start >= mid) {
        fromTop.add(subtree(nodes, lo, mid));
        lo = mid;
      } else {
        // The subtree spans the middle: its left part is complete and known no longer by its own
        // root alone.
        fromTop.add(subtree(nodes, lo, mid));
        lo = mid;
        known = false;
        return finish(nodes, fromTop, mid, end, hi, known);
      }
    }
    return finish(nodes, fromTop, lo, end, hi, known);
  }

  private static List<Hash> finish(
      NodeReader nodes, List<Hash> fromTop, long from, long end, long to, boolean known)
      throws IOException {
    long lo = from;
    long hi = to;
    while (hi > end) {
      long mid = lo + split(hi - lo);
      if (end <= mid) {
        fromTop.add(subtree(nodes, mid, hi));
        hi = mid;
      } else {
        fromTop.add(subtree(nodes, lo, mid));
        lo = mid;
      }
    }
    if (!known) {
      fromTop.add(subtree(nodes, lo, hi));
    }
    return fromTop.reversed();
  }

  /**
   * Proves that a range of leaves is complete.
   *
   * @param nodes the tree
   * @param begin first leaf
   * @param end behind the last leaf
   * @param size the tree's size
   * @return the covers left and right of the range
   * @throws IOException if a node cannot be read
   * @throws IllegalArgumentException unless {@code 0 <= begin <= end <= size}
   */
  public static RangeProof range(NodeReader nodes, long begin, long end, long size)
      throws IOException {
    if (begin < 0 || end < begin || size < end) {
      throw new IllegalArgumentException(
          "no range [" + begin + ", " + end + ") in a tree of " + size);
    }
    return new RangeProof(begin, end, size, cover(nodes, 0, begin), cover(nodes, end, size));
  }

  /**
   * The compact range of the first leaves.
   *
   * @param nodes the tree
   * @param size how many leaves
   * @return the range {@code [0, size)}
   * @throws IOException if a node cannot be read
   */
  public static CompactRange compactRange(NodeReader nodes, long size) throws IOException {
    return CompactRange.of(0, size, cover(nodes, 0, size));
  }

  private static List<Hash> cover(NodeReader nodes, long begin, long end) throws IOException {
    List<Hash> hashes = new ArrayList<>();
    for (CompactRange.Node node : CompactRange.cover(begin, end)) {
      hashes.add(nodes.node(node.level(), node.index()));
    }
    return hashes;
  }

  /** The largest power of two below n, for n > 1. */
  static long split(long n) {
    return Long.highestOneBit(n - 1);
  }
}
