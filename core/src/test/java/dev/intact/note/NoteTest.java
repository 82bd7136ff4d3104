package dev.intact.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.key.KeyType;
import dev.intact.key.SigningKey;
import dev.intact.key.VerifierKey;
import dev.intact.merkle.TreeHasher;
import dev.intact.note.NoteException.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which notes are taken, and which signatures count. */
final class NoteTest {

  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private final SigningKey log = key(KeyType.ED25519, "log.example/a");
  private final SigningKey cosigner = key(KeyType.MLDSA44_COSIGNATURE, "log.example/a");
  private final SigningKey other = key(KeyType.ED25519, "other.example");
  private final Checkpoint checkpoint =
      new Checkpoint("log.example/a", 7, TreeHasher.emptyRoot(), List.of());

  private static SigningKey key(KeyType type, String name) {
    try {
      return SigningKey.generate(type, name);
    } catch (dev.intact.key.KeyFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static void refused(
      Fault fault, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    NoteVectorsTest.refused(fault.name(), fault, call);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theSpecificationsExampleHolds() throws Exception {
    VerifierKey key =
        VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    Note note =
        Note.parse(
            utf8(
                "This is an example message.\n\n— example.com/foo"
                    + " Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuw"
                    + "HjG1Yu72IneyaQM=\n"));
    assertThat(note.verify(List.of(key))).extracting(VerifiedSignature::key).containsExactly(key);
  }

  @Test
  void aNoteHasAtMostAHundredSignatures() throws Exception {
    Note note = Note.sign("text\n", log);
    String line = note.signatures().getFirst().line();
    assertThat(Note.parse(utf8("text\n\n" + line.repeat(100))).verify(List.of(log.verifier())))
        .hasSize(1);
    refused(Fault.MALFORMED, () -> Note.parse(utf8("text\n\n" + line.repeat(101))));

    for (int i = 1; i < Note.MAX_SIGNATURES; i++) {
      note = note.with(NoteSignature.of("w" + i, i, new byte[64]));
    }
    Note full = note;
    assertThat(Note.parse(full.encode()).signatures()).hasSize(100);
    assertThat(full.with(NoteSignature.of("w7", 7, new byte[1])).signatures()).hasSize(100);
    assertThatThrownBy(() -> full.with(NoteSignature.of("w", 1, new byte[64])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNoteHasAtMostAMillionBytes() throws Exception {
    String line = Note.sign("x\n", log).signatures().getFirst().line();
    String text = "a".repeat(Note.MAX_BYTES - 2 - utf8(line).length);
    assertThat(Note.parse(utf8(text + "\n\n" + line)).text()).hasSize(text.length() + 1);
    refused(Fault.MALFORMED, () -> Note.parse(utf8("a" + text + "\n\n" + line)));
  }

  @Test
  void signaturesOfUnknownKeysAreIgnoredAndOfKnownOnesMustHold() throws Exception {
    NoteSignature foreign = Note.sign("another text\n", other).signatures().getFirst();
    Note note = Note.sign("text\n", log).with(foreign);
    assertThat(note.verify(List.of(log.verifier()))).hasSize(1);
    refused(Fault.INVALID_SIGNATURE, () -> note.verify(List.of(log.verifier(), other.verifier())));
    refused(Fault.INVALID_SIGNATURE, () -> note.verify(List.of(other.verifier())));
    refused(
        Fault.NO_TRUSTED_SIGNATURE,
        () -> note.verify(List.of(key(KeyType.ED25519, "log.example/a").verifier())));
    refused(Fault.NO_TRUSTED_SIGNATURE, () -> note.verify(List.of()));
  }

  @Test
  void aCheckpointIsSignedByALogOfItsOrigin() throws Exception {
    Note note = Note.sign(checkpoint.body(), other);
    SignedCheckpoint foreign = SignedCheckpoint.parse(note.encode());
    refused(Fault.WRONG_ORIGIN, () -> foreign.verify(List.of(other.verifier(), log.verifier())));
  }

  @Test
  void aCosignatureCarriesItsTimeAndHoldsForItsCheckpointOnly() throws Exception {
    SignedCheckpoint signed = SignedCheckpoint.sign(checkpoint, log, Optional.of(cosigner), TIME);
    List<VerifierKey> keys = List.of(log.verifier(), cosigner.verifier());
    VerifiedCheckpoint verified = SignedCheckpoint.parse(signed.encode()).verify(keys);
    assertThat(verified.time()).contains(TIME);
    assertThat(verified.signatures()).hasSize(2);

    Checkpoint next = new Checkpoint(checkpoint.origin(), 8, checkpoint.root(), List.of());
    Note moved = Note.sign(next.body(), log).with(signed.note().signatures().get(1));
    refused(Fault.INVALID_SIGNATURE, () -> moved.verify(keys));
  }

  /** Nobody can have signed it, for a name in the message is counted by one byte. */
  @Test
  void aCosignatureOfAnOriginThatCannotBeCosignedDoesNotHold() throws Exception {
    Checkpoint longest = new Checkpoint("o".repeat(255), 1, TreeHasher.emptyRoot(), List.of());
    NoteSignature signature = Cosignatures.sign(longest, cosigner, TIME);
    Note good = new Note(longest.body(), List.of(signature));
    assertThat(good.verify(List.of(cosigner.verifier()))).hasSize(1);

    Checkpoint tooLong = new Checkpoint("o".repeat(256), 1, TreeHasher.emptyRoot(), List.of());
    Note bad = Note.parse(new Note(tooLong.body(), List.of(signature)).encode());
    refused(Fault.INVALID_SIGNATURE, () -> bad.verify(List.of(cosigner.verifier())));
    assertThatThrownBy(() -> Cosignatures.sign(tooLong, cosigner, TIME))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCosignatureOfSomethingElseThanACheckpointIsMalformed() throws Exception {
    NoteSignature signature = Cosignatures.sign(checkpoint, cosigner, TIME);
    Note note = Note.parse(new Note("text\n", List.of(signature)).encode());
    refused(Fault.MALFORMED, () -> note.verify(List.of(cosigner.verifier())));
  }

  @Test
  void aSignatureLineThatWouldNotReadBackCannotBeMade() {
    String base64 = NoteSignature.of("name", 5, new byte[64]).base64();
    for (String name : List.of("", "a b", "a+b", "a\nb", "a\u0085b", "a\u00a0b", "a\ud800")) {
      assertThatThrownBy(() -> new NoteSignature(name, 5, base64))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String payload : List.of("", "AAAABQ==", base64 + "=", "AAAABQF=", "not base64")) {
      assertThatThrownBy(() -> new NoteSignature("name", 5, payload))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new NoteSignature("name", 6, base64))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
