package dev.intact.note;

import dev.intact.key.KeyType;
import dev.intact.key.SigningKey;
import dev.intact.key.VerifierKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A checkpoint with its signatures. Immutable. Its content is untrusted until {@link #verify}. */
public final class SignedCheckpoint {

  private final Note note;
  private final Checkpoint checkpoint;

  private SignedCheckpoint(Note note, Checkpoint checkpoint) {
    this.note = note;
    this.checkpoint = checkpoint;
  }

  /**
   * Parses a signed checkpoint.
   *
   * @param bytes the note
   * @return the checkpoint, nothing of it verified
   * @throws NoteException if it is malformed
   */
  public static SignedCheckpoint parse(byte[] bytes) throws NoteException {
    Note note = Note.parse(bytes);
    return new SignedCheckpoint(note, Checkpoint.parse(note.text()));
  }

  /**
   * Signs a checkpoint: the log's Ed25519 signature, then an ML-DSA-44 cosignature that carries the
   * time.
   *
   * @param checkpoint what to sign
   * @param log the Ed25519 key, named as the origin
   * @param cosigner the ML-DSA-44 key, if there is one
   * @param time when; whole seconds count
   * @return the signed checkpoint
   */
  public static SignedCheckpoint sign(
      Checkpoint checkpoint, SigningKey log, Optional<SigningKey> cosigner, Instant time) {
    Note note = Note.sign(checkpoint.body(), log);
    if (cosigner.isPresent()) {
      note = note.with(Cosignatures.sign(checkpoint, cosigner.get(), time));
    }
    return new SignedCheckpoint(note, checkpoint);
  }

  /**
   * The same with one more signature, for example a witness's.
   *
   * @param signature the signature
   * @return a new signed checkpoint
   */
  public SignedCheckpoint with(NoteSignature signature) {
    return new SignedCheckpoint(note.with(signature), checkpoint);
  }

  /**
   * What is claimed.
   *
   * @return origin, size and root
   */
  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /**
   * The time that an ML-DSA-44 cosignature line claims, without verifying it: for checkpoints whose
   * bytes are trusted already, as an entry of a verified log is.
   *
   * @return whole seconds, or empty if no line has the shape of such a cosignature
   */
  public Optional<Instant> claimedTime() {
    return note.signatures().stream()
        .map(NoteSignature::signature)
        .filter(s -> s.length == Long.BYTES + KeyType.MLDSA44_COSIGNATURE.signatureBytes())
        .map(s -> ByteBuffer.wrap(s).getLong())
        .filter(seconds -> seconds >= 0 && seconds <= Instant.MAX.getEpochSecond())
        .map(Instant::ofEpochSecond)
        .findFirst();
  }

  /**
   * The note underneath.
   *
   * @return text and signatures
   */
  public Note note() {
    return note;
  }

  /**
   * The bytes to publish.
   *
   * @return the note
   */
  public byte[] encode() {
    return note.encode();
  }

  /**
   * Verifies it under trusted keys: every signature that claims one of them must hold, and one must
   * be there that is named as the origin.
   *
   * @param trusted the keys that the caller trusts
   * @return what holds
   * @throws NoteException if it does not
   */
  public VerifiedCheckpoint verify(Collection<VerifierKey> trusted) throws NoteException {
    List<VerifiedSignature> signatures = note.verify(trusted);
    if (signatures.stream().noneMatch(s -> s.key().name().equals(checkpoint.origin()))) {
      throw new NoteException(
          NoteException.Fault.WRONG_ORIGIN,
          "the checkpoint is of "
              + checkpoint.origin()
              + ", no trusted key of that name signed it");
    }
    return new VerifiedCheckpoint(checkpoint, signatures);
  }
}
