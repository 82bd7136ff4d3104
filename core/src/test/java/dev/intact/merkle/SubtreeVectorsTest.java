package dev.intact.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The accumulated test vectors of draft-ietf-plants-merkle-tree-certs-06, appendix C.1: every
 * subtree of every tree up to 130 leaves, empty ones included, one line each, all in one SHA-256.
 */
final class SubtreeVectorsTest {

  private static final int MAX = 130;

  private final TreeHasher hasher = new TreeHasher();
  private final MessageDigest digest = sha256();
  private final Map<List<Long>, Hash> known = new HashMap<>();
  private final NodeReader nodes = this::node;

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Of the leaves 0x00, 0x01, and so on. */
  private Hash node(int level, long index) {
    List<Long> place = List.of((long) level, index);
    Hash hash = known.get(place);
    if (hash == null) {
      hash =
          level == 0
              ? hasher.leaf(new byte[] {(byte) index})
              : hasher.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
      known.put(place, hash);
    }
    return hash;
  }

  private void line(String head, List<Hash> hashes) {
    StringBuilder line = new StringBuilder(head);
    hashes.forEach(h -> line.append(' ').append(h.hex()));
    digest.update(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
  }

  private void digestIs(String hex) {
    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(hex);
  }

  /** Is shown every subtree of a tree, in the appendix's order. */
  @FunctionalInterface
  private interface Subtree {
    void of(int start, int end, String name) throws IOException;
  }

  private static void subtrees(int size, Subtree subtree) throws IOException {
    for (int end = 0; end <= size; end++) {
      for (int start = 0; start <= end; start++) {
        if (start == end || ProofVerifier.isSubtree(start, end)) {
          subtree.of(start, end, "[" + start + ", " + end + ")");
        }
      }
    }
  }

  @Test
  void everySubtreeHasThePublishedHash() throws Exception {
    subtrees(
        MAX, (start, end, name) -> line(name, List.of(ProofBuilder.subtree(nodes, start, end))));
    digestIs("b82806ad4265bb151c1119c0f4db437bb4d1a1f887b3a7fba1cd4ebf552e3e81");
  }

  @Test
  void everyLeafOfEverySubtreeHasThePublishedProof() throws Exception {
    subtrees(
        MAX,
        (start, end, name) -> {
          for (int leaf = start; leaf < end; leaf++) {
            line(leaf + " " + name, ProofBuilder.subtreeInclusion(nodes, leaf, start, end));
          }
        });
    digestIs("ac2a8f989e44d99e399db448050ff5f19757df53cfb716aa81015d3955d8163f");
  }

  @Test
  void everySubtreeOfEveryTreeHasThePublishedConsistencyProof() throws Exception {
    for (int n = 0; n <= MAX; n++) {
      int size = n;
      subtrees(
          size,
          (start, end, name) ->
              line(name + " " + size, ProofBuilder.subtreeConsistency(nodes, start, end, size)));
    }
    digestIs("10fa99b37bf9bf9ffa26b412fbd98bd75363256d0b75d61bc4538b9c9c5a0a74");
  }
}
