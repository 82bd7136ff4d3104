package dev.intact.merkle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The fewest subtree hashes that cover the leaves {@code [begin, end)}: what must be remembered of
 * a range in order to go on, to join it with its neighbour, or to compute the root.
 *
 * <p>The cover is that of transparency-dev's compact ranges: subtrees grow to the largest aligned
 * size on the way from {@code begin}, then shrink towards {@code end}. At most {@code 2 * 63}
 * hashes. Mutable; not thread-safe.
 */
public final class CompactRange {

  private final long begin;
  private long end;
  private final List<Hash> hashes;

  private CompactRange(long begin, long end, List<Hash> hashes) {
    this.begin = begin;
    this.end = end;
    this.hashes = hashes;
  }

  /**
   * The range of no leaves.
   *
   * @param begin where it will begin
   * @return an empty range
   */
  public static CompactRange empty(long begin) {
    if (begin < 0) {
      throw new IllegalArgumentException("a range begins at 0 or later, not at " + begin);
    }
    return new CompactRange(begin, begin, new ArrayList<>());
  }

  /**
   * A range from its hashes.
   *
   * @param begin first leaf
   * @param end behind the last leaf
   * @param hashes as many as {@link #cover} counts, left to right
   * @return the range
   * @throws IllegalArgumentException if the bounds or the number of hashes are wrong
   */
  public static CompactRange of(long begin, long end, List<Hash> hashes) {
    int expected = cover(begin, end).size();
    if (hashes.size() != expected) {
      throw new IllegalArgumentException(
          "the range ["
              + begin
              + ", "
              + end
              + ") has "
              + expected
              + " hashes, not "
              + hashes.size());
    }
    return new CompactRange(begin, end, new ArrayList<>(hashes));
  }

  /**
   * One complete subtree.
   *
   * @param level height; it covers {@code 2^level} leaves
   * @param index its place among the subtrees of this level
   */
  public record Node(int level, long index) {

    /**
     * First leaf.
     *
     * @return the index of the first leaf covered
     */
    public long begin() {
      return index << level;
    }
  }

  /**
   * The subtrees that cover a range, left to right.
   *
   * @param begin first leaf
   * @param end behind the last leaf
   * @return the cover, at most 126 nodes
   * @throws IllegalArgumentException if the bounds are not {@code 0 <= begin <= end}
   */
  public static List<Node> cover(long begin, long end) {
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("not a range: [" + begin + ", " + end + ")");
    }
    List<Node> nodes = new ArrayList<>();
    long at = begin;
    while (at < end) {
      int aligned = at == 0 ? 62 : Math.min(62, Long.numberOfTrailingZeros(at));
      int fits = 63 - Long.numberOfLeadingZeros(end - at);
      int level = Math.min(aligned, fits);
      nodes.add(new Node(level, at >>> level));
      at += 1L << level;
    }
    return nodes;
  }

  /**
   * First leaf.
   *
   * @return index of the first leaf
   */
  public long begin() {
    return begin;
  }

  /**
   * Behind the last leaf.
   *
   * @return index behind the last leaf
   */
  public long end() {
    return end;
  }

  /**
   * The hashes, left to right.
   *
   * @return an unmodifiable view
   */
  public List<Hash> hashes() {
    return Collections.unmodifiableList(hashes);
  }

  /**
   * Adds the next leaf.
   *
   * @param leaf its leaf hash
   * @param hasher of the calling thread
   */
  public void append(Hash leaf, TreeHasher hasher) {
    appendNode(0, leaf, hasher);
  }

  /**
   * Adds the range that follows this one.
   *
   * @param next a range that begins where this ends
   * @param hasher of the calling thread
   * @throws IllegalArgumentException if it begins elsewhere
   */
  public void append(CompactRange next, TreeHasher hasher) {
    if (next.begin != end) {
      throw new IllegalArgumentException(
          "a range ends at " + end + ", the next begins at " + next.begin);
    }
    List<Node> nodes = cover(next.begin, next.end);
    for (int i = 0; i < nodes.size(); i++) {
      appendNode(nodes.get(i).level(), next.hashes.get(i), hasher);
    }
  }

  /**
   * Adds a complete subtree that begins at the end of this range.
   *
   * @param level its height
   * @param hash its root
   * @param hasher of the calling thread
   * @throws IllegalArgumentException if the end is not aligned to such a subtree
   */
  public void appendNode(int level, Hash hash, TreeHasher hasher) {
    long leaves = 1L << level;
    if ((end & (leaves - 1)) != 0) {
      throw new IllegalArgumentException("a subtree of level " + level + " cannot begin at " + end);
    }
    Hash merged = hash;
    int height = level;
    // A left sibling inside the range is always the last hash: the cover shrinks towards the end.
    while (((end >>> height) & 1) == 1 && ((end >>> height) - 1) << height >= begin) {
      merged = hasher.node(hashes.removeLast(), merged);
      height++;
    }
    hashes.add(merged);
    end += leaves;
  }

  /**
   * The root of the tree of the leaves {@code [0, end)}.
   *
   * @param hasher of the calling thread
   * @return the root; that of the empty tree if there are no leaves
   * @throws IllegalStateException if the range does not begin at 0
   */
  public Hash root(TreeHasher hasher) {
    if (begin != 0) {
      throw new IllegalStateException("a range that begins at " + begin + " has no root");
    }
    if (hashes.isEmpty()) {
      return TreeHasher.emptyRoot();
    }
    Hash root = hashes.getLast();
    for (int i = hashes.size() - 2; i >= 0; i--) {
      root = hasher.node(hashes.get(i), root);
    }
    return root;
  }

  /**
   * A copy that changes apart from this.
   *
   * @return the copy
   */
  public CompactRange copy() {
    return new CompactRange(begin, end, new ArrayList<>(hashes));
  }
}
