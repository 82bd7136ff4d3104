package dev.intact.e2e.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.key.KeyType;
import dev.intact.key.SigningKey;
import dev.intact.merkle.Hash;
import dev.intact.note.Checkpoint;
import dev.intact.note.Note;
import dev.sigstore.encryption.signers.Verifiers;
import dev.sigstore.merkle.InclusionProofVerificationException;
import dev.sigstore.merkle.InclusionProofVerifier;
import dev.sigstore.rekor.client.Checkpoints;
import dev.sigstore.rekor.client.RekorEntry;
import dev.sigstore.rekor.client.RekorVerificationException;
import dev.sigstore.rekor.client.RekorVerifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sigstore's Java client reads the proofs that the product gives away: its parser of checkpoints,
 * its signatures, its inclusion proofs, and its verifier of entries as a whole.
 */
final class SigstoreJudgeTest {

  @TempDir static Path directory;
  private static final List<SigstoreProof> PROOFS = new ArrayList<>();
  private static String vkey = "";

  @BeforeAll
  static void writeALog() throws Exception {
    JudgedLog judged = JudgedLog.writtenTo(directory);
    vkey = judged.vkey();
    PROOFS.clear();
    for (Path proof : judged.proofs()) {
      PROOFS.add(SigstoreProof.parse(Files.readString(proof)));
    }
  }

  private static boolean isSigned(String checkpoint, String byKey) throws Exception {
    RekorEntry.Checkpoint parsed = Checkpoints.from(checkpoint);
    SigstoreKey key = SigstoreKey.of(byKey);
    for (RekorEntry.CheckpointSignature signature : parsed.getSignatures()) {
      if (signature.getIdentity().equals(key.name()) && key.hasHint(signature.getKeyHint())) {
        return Verifiers.newVerifier(key.getPublicKey().toJavaPublicKey())
            .verify(
                parsed.getSignedData().getBytes(StandardCharsets.UTF_8), signature.getSignature());
      }
    }
    return false;
  }

  private static void verifyInclusion(SigstoreProof proof, long index) throws Exception {
    RekorEntry.Checkpoint parsed = Checkpoints.from(proof.checkpoint());
    InclusionProofVerifier.verify(
        proof.leafHash(),
        index,
        parsed.getSize(),
        proof.path().stream().map(HexFormat.of()::parseHex).toList(),
        Base64.getDecoder().decode(parsed.getBase64Hash()));
  }

  @Test
  void everyProofLeadsToTheRootThatTheLogSigned() throws Exception {
    assertThat(PROOFS).hasSize(8);
    for (SigstoreProof proof : PROOFS) {
      RekorEntry.Checkpoint parsed = Checkpoints.from(proof.checkpoint());
      assertThat(parsed.getOrigin()).isEqualTo(JudgedLog.ORIGIN);
      assertThat(parsed.getSize()).isEqualTo(1600);
      assertThat(parsed.getSignatures()).hasSize(2);
      assertThat(isSigned(proof.checkpoint(), vkey)).isTrue();
      verifyInclusion(proof, proof.index());
    }
  }

  @Test
  void aCheckpointThatSaysAnythingElseOrThatAnotherKeySignedIsNotSigned() throws Exception {
    String good = PROOFS.getFirst().checkpoint();
    String signedText = Checkpoints.from(good).getSignedData();
    assertThat(isSigned(good.replace("\n1600\n", "\n1601\n"), vkey)).isFalse();
    for (int i = 0; i < signedText.length() - 1; i++) {
      char other = signedText.charAt(i) == 'A' ? 'B' : 'A';
      if (signedText.charAt(i) != '\n' && !Character.isDigit(signedText.charAt(i))) {
        assertThat(isSigned(good.substring(0, i) + other + good.substring(i + 1), vkey)).isFalse();
      }
    }
    String stranger = SigningKey.generate(KeyType.ED25519, JudgedLog.ORIGIN).verifier().format();
    assertThat(isSigned(good, stranger)).isFalse();
  }

  @Test
  void anotherRecordPlaceOrPathLeadsToAnotherRoot() {
    for (SigstoreProof proof : PROOFS) {
      assertThatThrownBy(() -> verifyInclusion(proof.withAnotherRecord(), proof.index()))
          .isInstanceOf(InclusionProofVerificationException.class);
      assertThatThrownBy(() -> verifyInclusion(proof, proof.index() ^ 1))
          .isInstanceOf(InclusionProofVerificationException.class);
      for (int i = 0; i < proof.path().size(); i++) {
        int at = i;
        assertThatThrownBy(() -> verifyInclusion(proof.withAnotherHash(at), proof.index()))
            .isInstanceOf(InclusionProofVerificationException.class);
      }
    }
  }

  /**
   * Sigstore's verifier of whole entries knows logs by a host's name, which no trail's origin is:
   * so the same root is signed once more for such a name.
   */
  private static final class Rekor {

    private static final String HOST = "log.example";
    private final SigningKey signer;
    private final SigstoreProof proof;

    Rekor() throws Exception {
      signer = SigningKey.generate(KeyType.ED25519, HOST);
      SigstoreProof given = PROOFS.get(5);
      RekorEntry.Checkpoint parsed = Checkpoints.from(given.checkpoint());
      Checkpoint renamed =
          new Checkpoint(
              HOST, parsed.getSize(), Hash.parseBase64(parsed.getBase64Hash()), List.of());
      byte[] note = Note.sign(renamed.body(), signer).encode();
      proof = given.withCheckpoint(new String(note, StandardCharsets.UTF_8));
    }

    void verify(SigstoreProof changed, String byKey) throws Exception {
      RekorVerifier.newRekorVerifier(List.of(SigstoreKey.of(byKey)))
          .verifyEntry(SigstoreEntry.of(changed, SigstoreKey.of(signer.verifier().format())));
    }
  }

  @Test
  void anEntryIsVerifiedAsAWhole() throws Exception {
    Rekor rekor = new Rekor();
    assertThatCode(() -> rekor.verify(rekor.proof, rekor.signer.verifier().format()))
        .doesNotThrowAnyException();
  }

  static Stream<Named<UnaryOperator<SigstoreProof>>> tampering() {
    return Stream.of(
        Named.of("another record", SigstoreProof::withAnotherRecord),
        Named.of("another hash", p -> p.withAnotherHash(0)),
        Named.of("another index", p -> p.withIndex(p.index() + 1)),
        Named.of(
            "another size", p -> p.withCheckpoint(p.checkpoint().replace("\n1600\n", "\n1599\n"))),
        Named.of(
            "another signature",
            p -> p.withCheckpoint(p.checkpoint().replaceFirst(".{8}==?\n$|.{8}\n$", "AAAAAAAA\n"))),
        Named.of(
            "another root",
            p ->
                p.withCheckpoint(p.checkpoint().replaceFirst("\n1600\n.{8}", "\n1600\nAAAAAAAA"))));
  }

  @ParameterizedTest
  @MethodSource("tampering")
  void aTamperedEntryIsRefused(UnaryOperator<SigstoreProof> tampering) throws Exception {
    Rekor rekor = new Rekor();
    SigstoreProof tampered = tampering.apply(rekor.proof);
    assertThat(tampered).isNotEqualTo(rekor.proof);
    assertThatThrownBy(() -> rekor.verify(tampered, rekor.signer.verifier().format()))
        .isInstanceOf(RekorVerificationException.class);
  }

  @Test
  void anEntryOfAnotherLogIsRefused() throws Exception {
    Rekor rekor = new Rekor();
    String stranger = SigningKey.generate(KeyType.ED25519, Rekor.HOST).verifier().format();
    assertThatThrownBy(() -> rekor.verify(rekor.proof, stranger))
        .isInstanceOf(RekorVerificationException.class)
        .hasMessageContaining("does not match any provided transparency logs");
  }
}
