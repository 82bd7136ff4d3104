package dev.intact.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.key.VerifierKey;
import dev.intact.merkle.CompactRange;
import dev.intact.merkle.Hash;
import dev.intact.merkle.ProofBuilder;
import dev.intact.merkle.ProofException;
import dev.intact.merkle.ProofVerifier;
import dev.intact.note.Checkpoint;
import dev.intact.note.NoteException;
import dev.intact.note.SignedCheckpoint;
import dev.intact.note.TlogProof;
import dev.intact.note.VerifiedCheckpoint;
import dev.intact.note.VerifiedSignature;
import dev.intact.record.RecordFields;
import dev.intact.record.RecordHasher;
import dev.intact.tile.EntryBundle;
import dev.intact.tile.TileFormatException;
import dev.intact.tile.TileNodes;
import dev.intact.tile.TileReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** One bit is enough: whatever it is in, the verdict is no longer that of the whole. */
final class BitFlipTest {

  /** Prime, so that every bit of a byte gets its turn. */
  private static final int STRIDE = 31;

  private final Seeds seeds = new Seeds();

  private static void noFlipHolds(byte[] good, int stride, Predicate<byte[]> holds) {
    assertThat(holds.test(good)).isTrue();
    for (int bit = 0; bit < good.length * 8; bit += stride) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(holds.test(bad)).as("bit " + bit).isFalse();
    }
  }

  private static Optional<VerifiedCheckpoint> verify(byte[] note, VerifierKey... trusted) {
    try {
      return Optional.of(SignedCheckpoint.parse(note).verify(List.of(trusted)));
    } catch (NoteException e) {
      return Optional.empty();
    }
  }

  @Test
  void noSignedCheckpointWithAFlippedBitVerifies() {
    VerifierKey key = seeds.log.verifier();
    noFlipHolds(seeds.signed().encode(), 1, note -> verify(note, key).isPresent());
  }

  /** A flip may hide one of two signatures, which is no longer counted; the text stays the same. */
  @Test
  void noFlippedBitOfACosignedCheckpointLeavesBothSignaturesOrAnotherText() {
    VerifierKey log = seeds.log.verifier();
    VerifierKey cosigner = seeds.cosigner.verifier();
    Checkpoint signed = seeds.checkpoint();
    byte[] cosigned = seeds.cosigned().encode();
    Set<VerifiedSignature> whole =
        new HashSet<>(verify(cosigned, log, cosigner).orElseThrow().signatures());
    noFlipHolds(
        cosigned,
        STRIDE,
        note -> {
          Optional<VerifiedCheckpoint> verified = verify(note, log, cosigner);
          verified.ifPresent(v -> assertThat(v.checkpoint()).isEqualTo(signed));
          verified.ifPresent(v -> assertThat(whole).containsAll(v.signatures()));
          return verified.isPresent() && verified.get().signatures().size() == 2;
        });
  }

  @Test
  void noProofWithAFlippedBitVerifies() {
    VerifierKey key = seeds.log.verifier();
    noFlipHolds(seeds.proof(5).encode(), 1, bytes -> proves(bytes, key));
  }

  private boolean proves(byte[] bytes, VerifierKey key) {
    try {
      TlogProof proof = TlogProof.parse(bytes);
      SignedCheckpoint signed = SignedCheckpoint.parse(proof.checkpoint());
      Checkpoint claimed = signed.checkpoint();
      // All three must hold; the cheap one comes first.
      ProofVerifier.inclusion(
          seeds.hasher.leaf(proof.extra().orElse(new byte[0])),
          proof.inclusion(claimed.size()),
          claimed.root());
      signed.verify(List.of(key));
      return true;
    } catch (NoteException | ProofException e) {
      return false;
    }
  }

  @Test
  void noRecordWithAFlippedBitHasItsHash() {
    RecordHasher hasher = new RecordHasher();
    for (byte[] record : seeds.records) {
      noFlipHolds(record, 1, bytes -> hasher.holds(RecordFields.of(bytes)));
    }
  }

  @Test
  void noRecordThatIsCutShortHasItsHash() {
    RecordHasher hasher = new RecordHasher();
    byte[] record = seeds.records.getFirst();
    for (int length = 0; length < record.length; length++) {
      assertThat(hasher.holds(RecordFields.of(Arrays.copyOf(record, length)))).isFalse();
    }
  }

  @Test
  void noTileOfHashesWithAFlippedBitHasItsRoot() {
    byte[] tile = new byte[Seeds.SIZE * Hash.SIZE];
    for (int i = 0; i < Seeds.SIZE; i++) {
      seeds.hasher.leaf(seeds.records.get(i)).copyTo(tile, i * Hash.SIZE);
    }
    Hash root = seeds.checkpoint().root();
    noFlipHolds(tile, 1, bytes -> rootOfTile(bytes).equals(root));
  }

  private static Hash rootOfTile(byte[] tile) {
    try {
      TileReader reader = path -> Optional.of(tile);
      return ProofBuilder.root(new TileNodes(reader, Seeds.SIZE), Seeds.SIZE);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void noBundleOfEntriesWithAFlippedBitHasItsRoot() {
    Hash root = seeds.checkpoint().root();
    noFlipHolds(EntryBundle.encode(seeds.records), 1, bytes -> isBundleOf(bytes, root));
  }

  private boolean isBundleOf(byte[] bytes, Hash root) {
    try {
      EntryBundle bundle = EntryBundle.parse(bytes, Seeds.SIZE);
      CompactRange range = CompactRange.empty(0);
      for (int i = 0; i < Seeds.SIZE; i++) {
        range.append(seeds.hasher.leaf(bundle.entry(i)), seeds.hasher);
      }
      return range.root(seeds.hasher).equals(root);
    } catch (TileFormatException e) {
      return false;
    }
  }
}
