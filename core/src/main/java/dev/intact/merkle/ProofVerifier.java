package dev.intact.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * Verifies proofs strictly. Bounds and the exact number of hashes are checked before anything is
 * hashed, so a proof costs at most 64 node hashes and is never accepted with a hash too few or too
 * many. Stateless.
 *
 * <p>A proof's shape follows from its sizes alone; the verifier walks from the root down to learn
 * it and then hashes from the bottom up.
 */
public final class ProofVerifier {

  /** Where a proof's hash stands on the way up. */
  private enum Step {
    /** Left of both trees' part: enters both roots. */
    LEFT_OF_BOTH,
    /** Left of the part that is proven: enters the large root only. */
    LEFT,
    /** Right of the part that is proven: enters the large root only. */
    RIGHT
  }

  private ProofVerifier() {}

  /**
   * Verifies that a leaf is in a tree (RFC 9162 section 2.1.3.2).
   *
   * @param leaf the leaf hash
   * @param proof index, size and path
   * @param root the tree's root
   * @throws ProofException if the proof does not hold
   */
  public static void inclusion(Hash leaf, InclusionProof proof, Hash root) throws ProofException {
    subtreeInclusion(leaf, proof.index(), 0, proof.size(), proof.path(), root);
  }

  /**
   * Verifies that a leaf is in a subtree (draft-ietf-plants-merkle-tree-certs section 4.3).
   *
   * @param leaf the leaf hash
   * @param index its index in the whole tree
   * @param start first leaf of the subtree
   * @param end behind its last leaf
   * @param path sibling hashes from the leaf up
   * @param root the subtree's root
   * @throws ProofException if the proof does not hold
   */
  public static void subtreeInclusion(
      Hash leaf, long index, long start, long end, List<Hash> path, Hash root)
      throws ProofException {
    requireSubtree(start, end);
    if (index < start || index >= end) {
      throw bounds("leaf " + index + " is not in [" + start + ", " + end + ")");
    }
    List<Step> down = new ArrayList<>();
    long lo = start;
    long hi = end;
    while (hi - lo > 1) {
      long mid = lo + ProofBuilder.split(hi - lo);
      if (index < mid) {
        down.add(Step.RIGHT);
        hi = mid;
      } else {
        down.add(Step.LEFT);
        lo = mid;
      }
    }
    requireLength(path, down.size());
    TreeHasher hasher = new TreeHasher();
    Hash at = leaf;
    for (int i = 0; i < path.size(); i++) {
      Hash sibling = path.get(i);
      at =
          down.get(down.size() - 1 - i) == Step.RIGHT
              ? hasher.node(at, sibling)
              : hasher.node(sibling, at);
    }
    requireRoot(ProofException.Rule.ROOT, "the leaf does not lead to the root", root, at);
  }

  /**
   * Verifies that a tree continues a smaller one (RFC 9162 section 2.1.4.2). From size 0 nothing
   * can be proven, so that is refused; what it means is for the caller to decide.
   *
   * @param proof sizes and hashes
   * @param fromRoot the root of the smaller tree
   * @param toRoot the root of the larger tree
   * @throws ProofException if the proof does not hold
   */
  public static void consistency(ConsistencyProof proof, Hash fromRoot, Hash toRoot)
      throws ProofException {
    if (proof.from() <= 0 || proof.from() > proof.to()) {
      throw bounds("no consistency from size " + proof.from() + " to " + proof.to());
    }
    consistent(0, proof.from(), proof.to(), proof.path(), fromRoot, toRoot);
  }

  /**
   * Verifies that a subtree is part of a tree (draft-ietf-plants-merkle-tree-certs section 4.4). An
   * empty subtree is part of every tree that reaches it.
   *
   * @param start first leaf of the subtree
   * @param end behind its last leaf
   * @param size the tree's size
   * @param path the hashes
   * @param subtreeRoot the subtree's root
   * @param root the tree's root
   * @throws ProofException if the proof does not hold
   */
  public static void subtreeConsistency(
      long start, long end, long size, List<Hash> path, Hash subtreeRoot, Hash root)
      throws ProofException {
    if (end > size) {
      throw bounds("a tree of " + size + " has no subtree that ends at " + end);
    }
    if (start == end && start >= 0) {
      requireLength(path, 0);
      requireRoot(
          ProofException.Rule.OLD_ROOT,
          "an empty subtree has one root",
          TreeHasher.emptyRoot(),
          subtreeRoot);
      return;
    }
    requireSubtree(start, end);
    consistent(start, end, size, path, subtreeRoot, root);
  }

  /**
   * The walk down ends at the largest subtree that both trees have complete: its root is known or
   * stands first.
   */
  private static void consistent(
      long start, long end, long size, List<Hash> path, Hash part, Hash root)
      throws ProofException {
    List<Step> down = new ArrayList<>();
    long lo = 0;
    long hi = size;
    long from = start;
    boolean known = true;
    while (!(lo == from && hi == end)) {
      long mid = lo + ProofBuilder.split(hi - lo);
      if (end <= mid) {
        down.add(Step.RIGHT);
        hi = mid;
      } else if (from >= mid) {
        down.add(Step.LEFT);
        lo = mid;
      } else {
        down.add(Step.LEFT_OF_BOTH);
        lo = mid;
        from = mid;
        known = false;
      }
    }
    requireLength(path, down.size() + (known ? 0 : 1));
    TreeHasher hasher = new TreeHasher();
    int next = known ? 0 : 1;
    Hash small = known ? part : path.getFirst();
    Hash large = small;
    for (Step step : down.reversed()) {
      Hash sibling = path.get(next++);
      switch (step) {
        case LEFT_OF_BOTH -> {
          small = hasher.node(sibling, small);
          large = hasher.node(sibling, large);
        }
        case LEFT -> large = hasher.node(sibling, large);
        case RIGHT -> large = hasher.node(large, sibling);
      }
    }
    requireRoot(ProofException.Rule.OLD_ROOT, "the smaller root does not come out", part, small);
    requireRoot(ProofException.Rule.ROOT, "the larger root does not come out", root, large);
  }

  /**
   * Verifies that leaves are exactly those of a range of a tree.
   *
   * @param proof bounds and covers
   * @param middle the compact range over the leaves themselves
   * @param root the tree's root
   * @throws ProofException if the proof does not hold
   */
  public static void range(RangeProof proof, CompactRange middle, Hash root) throws ProofException {
    if (proof.begin() < 0 || proof.end() < proof.begin() || proof.size() < proof.end()) {
      throw bounds(
          "no range [" + proof.begin() + ", " + proof.end() + ") in a tree of " + proof.size());
    }
    if (middle.begin() != proof.begin() || middle.end() != proof.end()) {
      throw bounds(
          "the leaves are ["
              + middle.begin()
              + ", "
              + middle.end()
              + "), the proof is for ["
              + proof.begin()
              + ", "
              + proof.end()
              + ")");
    }
    requireLength(proof.left(), CompactRange.cover(0, proof.begin()).size());
    requireLength(proof.right(), CompactRange.cover(proof.end(), proof.size()).size());
    TreeHasher hasher = new TreeHasher();
    CompactRange all = CompactRange.of(0, proof.begin(), proof.left());
    all.append(middle, hasher);
    all.append(CompactRange.of(proof.end(), proof.size(), proof.right()), hasher);
    requireRoot(
        ProofException.Rule.ROOT, "the range does not lead to the root", root, all.root(hasher));
  }

  /**
   * Whether a range of leaves is a valid subtree: its start is a multiple of the smallest power of
   * two that is not below its length.
   *
   * @param start first leaf
   * @param end behind the last leaf
   * @return true if it is not empty and aligned
   */
  public static boolean isSubtree(long start, long end) {
    if (start < 0 || end <= start) {
      return false;
    }
    long length = end - start;
    if (length > 1L << 62) {
      return start == 0;
    }
    long power = length == 1 ? 1 : Long.highestOneBit(length - 1) << 1;
    return (start & (power - 1)) == 0;
  }

  private static void requireSubtree(long start, long end) throws ProofException {
    if (start < 0 || end <= start) {
      throw bounds("not a subtree: [" + start + ", " + end + ")");
    }
    if (!isSubtree(start, end)) {
      throw new ProofException(
          ProofException.Rule.ALIGNMENT,
          "a subtree of " + (end - start) + " leaves cannot begin at " + start);
    }
  }

  private static void requireLength(List<Hash> path, int expected) throws ProofException {
    if (path.size() != expected) {
      throw new ProofException(
          ProofException.Rule.LENGTH,
          "the proof has " + path.size() + " hashes, its sizes call for " + expected);
    }
  }

  private static void requireRoot(
      ProofException.Rule rule, String message, Hash expected, Hash actual) throws ProofException {
    if (!expected.equals(actual)) {
      throw new ProofException(rule, message, expected, actual);
    }
  }

  private static ProofException bounds(String message) {
    return new ProofException(ProofException.Rule.BOUNDS, message);
  }
}
