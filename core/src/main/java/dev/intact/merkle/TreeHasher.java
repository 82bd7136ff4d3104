package dev.intact.merkle;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Hashes leaves and nodes (RFC 9162 section 2.1.1, SHA-256): a leaf is {@code SHA256(0x00 ||
 * data)}, a node is {@code SHA256(0x01 || left || right)}.
 *
 * <p>Reuses one digest: not thread-safe, one a thread. The methods over arrays allocate nothing.
 */
public final class TreeHasher {

  private static final byte LEAF = 0;
  private static final byte NODE = 1;
  private static final Hash EMPTY =
      Hash.parseHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

  private final MessageDigest digest;

  /** A hasher of its own. */
  public TreeHasher() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * The root of the empty tree, the hash of nothing.
   *
   * @return SHA-256 of the empty string
   */
  public static Hash emptyRoot() {
    return EMPTY;
  }

  /**
   * The hash of a leaf.
   *
   * @param data the leaf's bytes
   * @return its hash
   */
  public Hash leaf(byte[] data) {
    return leaf(data, 0, data.length);
  }

  /**
   * The hash of a leaf that is part of an array.
   *
   * @param data the array
   * @param offset where the leaf begins
   * @param length its length in bytes
   * @return its hash
   */
  public Hash leaf(byte[] data, int offset, int length) {
    digest.update(LEAF);
    digest.update(data, offset, length);
    return Hash.of(digest.digest());
  }

  /**
   * The hash of an inner node.
   *
   * @param left the left child
   * @param right the right child
   * @return its hash
   */
  public Hash node(Hash left, Hash right) {
    digest.update(NODE);
    left.update(digest);
    right.update(digest);
    return Hash.of(digest.digest());
  }

  /**
   * The hash of a leaf, written into an array.
   *
   * @param data the array that holds the leaf
   * @param offset where the leaf begins
   * @param length its length in bytes
   * @param out where to write
   * @param outOffset offset of the 32 bytes
   */
  public void leaf(byte[] data, int offset, int length, byte[] out, int outOffset) {
    digest.update(LEAF);
    digest.update(data, offset, length);
    finish(out, outOffset);
  }

  /**
   * The hash of an inner node, from and into arrays, which may be the same.
   *
   * @param left array of the left child
   * @param leftOffset offset of its 32 bytes
   * @param right array of the right child
   * @param rightOffset offset of its 32 bytes
   * @param out where to write
   * @param outOffset offset of the 32 bytes
   */
  public void node(
      byte[] left, int leftOffset, byte[] right, int rightOffset, byte[] out, int outOffset) {
    digest.update(NODE);
    digest.update(left, leftOffset, Hash.SIZE);
    digest.update(right, rightOffset, Hash.SIZE);
    finish(out, outOffset);
  }

  /**
   * Folds a power of two of adjacent hashes into the root of their subtree, in place.
   *
   * @param hashes the array; what lies in the range is overwritten
   * @param offset where the first hash begins
   * @param count how many, a power of two
   * @return the subtree's root
   */
  public Hash fold(byte[] hashes, int offset, int count) {
    for (int n = count; n > 1; n >>= 1) {
      for (int i = 0; i < n / 2; i++) {
        int pair = offset + i * 2 * Hash.SIZE;
        node(hashes, pair, hashes, pair + Hash.SIZE, hashes, offset + i * Hash.SIZE);
      }
    }
    return Hash.copyOf(hashes, offset);
  }

  /**
   * The root over leaf hashes.
   *
   * @param leaves leaf hashes in order
   * @return the root of the tree of these leaves
   */
  public Hash root(List<Hash> leaves) {
    CompactRange range = CompactRange.empty(0);
    for (Hash leaf : leaves) {
      range.append(leaf, this);
    }
    return range.root(this);
  }

  private void finish(byte[] out, int offset) {
    try {
      digest.digest(out, offset, Hash.SIZE);
    } catch (DigestException e) {
      throw new IndexOutOfBoundsException(
          "no room for a hash at " + offset + ": " + e.getMessage());
    }
  }
}
