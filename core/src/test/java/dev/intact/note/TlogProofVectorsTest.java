package dev.intact.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.json.JsonObject;
import dev.intact.json.JsonString;
import dev.intact.merkle.Hash;
import dev.intact.merkle.ProofException;
import dev.intact.merkle.ProofVerifier;
import dev.intact.merkle.TreeHasher;
import dev.intact.note.NoteException.Fault;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The framing of stored proofs, by transparency-dev/formats and C2SP. */
final class TlogProofVectorsTest {

  @Test
  void everyProofHasItsVerdict() throws Exception {
    List<JsonObject> cases = NoteVectors.cases("tlog-proofs");
    assertThat(cases).hasSize(15);
    for (JsonObject c : cases) {
      byte[] bytes = NoteVectors.input(c);
      switch (NoteVectors.kind(c)) {
        case "round-trip" -> roundTrip(c, bytes);
        case "parse" ->
            NoteVectorsTest.refused(
                NoteVectors.name(c), Fault.MALFORMED, () -> TlogProof.parse(bytes));
        case "illustration" -> illustration(bytes);
        default -> throw new AssertionError(NoteVectors.name(c));
      }
    }
  }

  private static void roundTrip(JsonObject c, byte[] bytes) throws Exception {
    JsonObject expected = NoteVectors.expected(c);
    TlogProof proof = TlogProof.parse(bytes);
    assertThat(Long.toString(proof.index())).isEqualTo(expected.string("index").orElseThrow());
    assertThat(proof.path().stream().map(Hash::base64))
        .containsExactlyElementsOf(NoteVectors.strings(expected, "hashes_base64"));
    assertThat(proof.extra().map(e -> Base64.getEncoder().encodeToString(e)))
        .isEqualTo(
            expected
                .get("extra_base64")
                .filter(JsonString.class::isInstance)
                .map(v -> ((JsonString) v).value()));
    assertThat(proof.checkpoint())
        .asString()
        .isEqualTo(expected.string("checkpoint").orElseThrow());
    assertThat(proof.encode()).as(NoteVectors.name(c)).isEqualTo(bytes);
  }

  /**
   * The specification's own example is shortened: its signatures have gaps, its path is too short.
   * It is framed well and proves nothing.
   */
  private static void illustration(byte[] bytes) throws Exception {
    TlogProof proof = TlogProof.parse(bytes);
    assertThat(proof.encode()).isEqualTo(bytes);
    assertThat(proof.index()).isEqualTo(73894);
    assertThat(proof.path()).hasSize(5);
    assertThatThrownBy(() -> SignedCheckpoint.parse(proof.checkpoint()))
        .isInstanceOf(NoteException.class);
    assertThatThrownBy(() ->
            ProofVerifier.inclusion(
                TreeHasher.emptyRoot(), proof.inclusion(109482), TreeHasher.emptyRoot()))
        .isInstanceOf(ProofException.class);
  }
}
