package dev.intact.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.testkit.Gen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every small tree, against the definition of RFC 9162 written down as it stands. */
final class MerkleWorldTest {

  private static final int MAX = 300;
  private final TreeHasher hasher = new TreeHasher();
  private final List<Hash> leaves = leaves(MAX);
  private final Map<Long, Hash> computed = new HashMap<>();
  private final NodeReader nodes =
      (level, index) -> naive((int) (index << level), (int) ((index + 1) << level));

  private List<Hash> leaves(int count) {
    List<Hash> hashes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      hashes.add(hasher.leaf(new byte[] {(byte) i, (byte) (i >> 8)}));
    }
    return hashes;
  }

  /** MTH of RFC 9162 section 2.1.1. */
  private Hash naive(int from, int to) {
    int n = to - from;
    if (n == 0) {
      return TreeHasher.emptyRoot();
    }
    if (n == 1) {
      return leaves.get(from);
    }
    int k = Integer.highestOneBit(n - 1);
    Long place = (long) from << 32 | to;
    Hash known = computed.get(place);
    if (known == null) {
      known = hasher.node(naive(from, from + k), naive(from + k, to));
      computed.put(place, known);
    }
    return known;
  }

  @Test
  void rootsOfTheReferenceLeavesAreThoseOfTheSpecification() {
    String[] data = {
      "",
      "00",
      "10",
      "2021",
      "3031",
      "40414243",
      "5051525354555657",
      "606162636465666768696a6b6c6d6e6f"
    };
    String[] roots = {
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    };
    List<Hash> hashes = new ArrayList<>();
    assertThat(hasher.root(hashes).hex()).isEqualTo(roots[0]);
    for (int i = 0; i < data.length; i++) {
      hashes.add(hasher.leaf(HexFormat.of().parseHex(data[i])));
      assertThat(hasher.root(hashes).hex()).isEqualTo(roots[i + 1]);
    }
  }

  @Test
  void compactRangeHasTheRootOfEverySize() throws Exception {
    CompactRange range = CompactRange.empty(0);
    for (int size = 0; size < MAX; size++) {
      assertThat(range.root(hasher)).isEqualTo(naive(0, size));
      assertThat(ProofBuilder.root(nodes, size)).isEqualTo(naive(0, size));
      range.append(leaves.get(size), hasher);
    }
  }

  @Test
  void everyLeafOfEveryTreeIsProvenAndNoOtherPathOrPlaceIsAccepted() throws Exception {
    for (int size = 1; size <= MAX; size++) {
      Hash root = naive(0, size);
      for (int index = 0; index < size; index++) {
        InclusionProof proof = ProofBuilder.inclusion(nodes, index, size);
        ProofVerifier.inclusion(leaves.get(index), proof, root);
        if (size <= 20) {
          refuseCorruptions(index, proof, root);
        }
      }
    }
  }

  private void refuseCorruptions(int index, InclusionProof proof, Hash root) {
    Hash leaf = leaves.get(index);
    for (int i = 0; i < proof.path().size(); i++) {
      for (int bit = 0; bit < 256; bit++) {
        List<Hash> path = new ArrayList<>(proof.path());
        path.set(i, flip(path.get(i), bit));
        refused(leaf, new InclusionProof(index, proof.size(), path), root);
      }
    }
    List<Hash> longer = new ArrayList<>(proof.path());
    longer.add(root);
    refused(leaf, new InclusionProof(index, proof.size(), longer), root);
    if (!proof.path().isEmpty()) {
      refused(
          leaf,
          new InclusionProof(index, proof.size(), proof.path().subList(1, proof.path().size())),
          root);
    }
    refused(leaf, new InclusionProof(index ^ 1, proof.size(), proof.path()), root);
    refused(leaf, new InclusionProof(proof.size(), proof.size(), proof.path()), root);
    refused(leaf, new InclusionProof(-1, proof.size(), proof.path()), root);
  }

  private static void refused(Hash leaf, InclusionProof proof, Hash root) {
    if (proof.size() == 1 && proof.index() == 0 && proof.path().isEmpty()) {
      return;
    }
    assertThatThrownBy(() -> ProofVerifier.inclusion(leaf, proof, root))
        .isInstanceOf(ProofException.class);
  }

  private static Hash flip(Hash hash, int bit) {
    byte[] bytes = hash.toBytes();
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    return Hash.of(bytes);
  }

  @Test
  void everyTreeIsConsistentWithEverySmallerOneAndWithNoOther() throws Exception {
    for (int to = 1; to <= MAX; to++) {
      Hash toRoot = naive(0, to);
      for (int from = 1; from <= to; from++) {
        Hash fromRoot = naive(0, from);
        ConsistencyProof proof = ProofBuilder.consistency(nodes, from, to);
        ProofVerifier.consistency(proof, fromRoot, toRoot);
        assertThatThrownBy(() -> ProofVerifier.consistency(proof, flip(fromRoot, 3), toRoot))
            .isInstanceOf(ProofException.class);
        assertThatThrownBy(() -> ProofVerifier.consistency(proof, fromRoot, flip(toRoot, 200)))
            .isInstanceOf(ProofException.class);
      }
    }
  }

  @Test
  void everyChangedBitOfAConsistencyOrRangeProofIsRefused() throws Exception {
    for (int size = 1; size <= 16; size++) {
      Hash root = naive(0, size);
      for (int from = 1; from <= size; from++) {
        Hash fromRoot = naive(0, from);
        List<Hash> path = ProofBuilder.consistency(nodes, from, size).path();
        int from1 = from;
        int size1 = size;
        everyFlip(
            path,
            p -> ProofVerifier.consistency(new ConsistencyProof(from1, size1, p), fromRoot, root));
        RangeProof range = ProofBuilder.range(nodes, from - 1, from, size);
        CompactRange middle = CompactRange.empty(from - 1);
        middle.append(leaves.get(from - 1), hasher);
        everyFlip(
            range.left(), l -> ProofVerifier.range(with(range, l, range.right()), middle, root));
        everyFlip(
            range.right(), r -> ProofVerifier.range(with(range, range.left(), r), middle, root));
      }
    }
  }

  private static RangeProof with(RangeProof proof, List<Hash> left, List<Hash> right) {
    return new RangeProof(proof.begin(), proof.end(), proof.size(), left, right);
  }

  private interface Check {
    void verify(List<Hash> hashes) throws ProofException;
  }

  private static void everyFlip(List<Hash> hashes, Check check) {
    for (int i = 0; i < hashes.size(); i++) {
      for (int bit = 0; bit < 256; bit++) {
        List<Hash> changed = new ArrayList<>(hashes);
        changed.set(i, flip(changed.get(i), bit));
        assertThatThrownBy(() -> check.verify(changed)).isInstanceOf(ProofException.class);
      }
    }
  }

  @Test
  void everyRangeOfEverySmallTreeIsProvenAndAnotherLeafIsRefused() throws Exception {
    for (int size = 0; size <= 40; size++) {
      for (int begin = 0; begin <= size; begin++) {
        for (int end = begin; end <= size; end++) {
          checkRange(begin, end, size);
        }
      }
    }
  }

  private void checkRange(int begin, int end, int size) throws Exception {
    RangeProof proof = ProofBuilder.range(nodes, begin, end, size);
    CompactRange middle = CompactRange.empty(begin);
    CompactRange wrong = CompactRange.empty(begin);
    for (int i = begin; i < end; i++) {
      middle.append(leaves.get(i), hasher);
      wrong.append(i == begin ? leaves.get(i + 1) : leaves.get(i), hasher);
    }
    Hash root = naive(0, size);
    ProofVerifier.range(proof, middle, root);
    if (end > begin) {
      assertThatThrownBy(() -> ProofVerifier.range(proof, wrong, root))
          .isInstanceOf(ProofException.class);
    }
  }

  @Test
  void everySubtreeOfEverySmallTreeIsConsistent() throws Exception {
    for (int size = 1; size <= 64; size++) {
      for (int start = 0; start < size; start++) {
        for (int end = start + 1; end <= size; end++) {
          if (ProofVerifier.isSubtree(start, end)) {
            ProofVerifier.subtreeConsistency(
                start,
                end,
                size,
                ProofBuilder.subtreeConsistency(nodes, start, end, size),
                naive(start, end),
                naive(0, size));
          }
        }
      }
    }
  }

  @Test
  void rangesJoinWhereverTheyAreSplit() {
    Gen.check(
        MAX,
        (random, size) -> {
          int begin = random.nextInt(size);
          int split = begin + random.nextInt(size - begin + 1);
          CompactRange whole = CompactRange.empty(begin);
          CompactRange left = CompactRange.empty(begin);
          CompactRange right = CompactRange.empty(split);
          for (int i = begin; i < size; i++) {
            whole.append(leaves.get(i), hasher);
            (i < split ? left : right).append(leaves.get(i), hasher);
          }
          left.append(right, hasher);
          assertThat(left.hashes()).isEqualTo(whole.hashes());
        });
  }
}
