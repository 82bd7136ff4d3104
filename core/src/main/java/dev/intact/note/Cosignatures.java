package dev.intact.note;

import dev.intact.key.KeyType;
import dev.intact.key.SigningKey;
import dev.intact.key.VerifierKey;
import dev.intact.merkle.Hash;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Timestamped cosignatures (C2SP tlog-cosignature): eight bytes of POSIX seconds, big-endian, then
 * the signature over a message that names the time and the checkpoint. Stateless.
 */
public final class Cosignatures {

  private static final byte[] SUBTREE = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
  private static final int TIME_BYTES = 8;
  private static final int MAX_NAME = 255;

  private Cosignatures() {}

  /**
   * Cosigns a checkpoint.
   *
   * @param checkpoint the checkpoint
   * @param key of a cosignature type
   * @param time whole seconds count; not before 1970
   * @return the signature line
   * @throws IllegalArgumentException if the key cannot cosign, the time is before 1970, or, for
   *     ML-DSA-44, the origin has more than 255 bytes
   */
  public static NoteSignature sign(Checkpoint checkpoint, SigningKey key, Instant time) {
    VerifierKey verifier = key.verifier();
    long seconds = time.getEpochSecond();
    if (!verifier.type().isCosignature() || seconds < 0) {
      throw new IllegalArgumentException("a cosigning key and a time since 1970 are needed");
    }
    byte[] signature = key.sign(message(verifier, checkpoint.body(), checkpoint, seconds));
    byte[] payload =
        ByteBuffer.allocate(TIME_BYTES + signature.length).putLong(seconds).put(signature).array();
    return NoteSignature.of(verifier.name(), verifier.id(), payload);
  }

  /** What holds of a signature under a key, or nothing. */
  static Optional<VerifiedSignature> verify(String text, NoteSignature signature, VerifierKey key)
      throws NoteException {
    byte[] payload = signature.signature();
    if (!key.type().isCosignature()) {
      boolean holds = key.verifies(text.getBytes(StandardCharsets.UTF_8), payload);
      return holds ? Optional.of(new VerifiedSignature(key, Optional.empty())) : Optional.empty();
    }
    if (payload.length != TIME_BYTES + key.type().signatureBytes()) {
      return Optional.empty();
    }
    long seconds = ByteBuffer.wrap(payload).getLong();
    Checkpoint checkpoint = Checkpoint.parse(text);
    if (seconds < 0 || !hasMessage(key, checkpoint)) {
      return Optional.empty();
    }
    byte[] message = message(key, text, checkpoint, seconds);
    boolean holds = key.verifies(message, Arrays.copyOfRange(payload, TIME_BYTES, payload.length));
    return holds ? Optional.of(new VerifiedSignature(key, instant(seconds))) : Optional.empty();
  }

  private static Optional<Instant> instant(long seconds) {
    return seconds > Instant.MAX.getEpochSecond()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(seconds));
  }

  /** An origin that is too long for an ML-DSA-44 message cannot have been signed. */
  private static boolean hasMessage(VerifierKey key, Checkpoint checkpoint) {
    return key.type() == KeyType.ED25519_COSIGNATURE
        || checkpoint.origin().getBytes(StandardCharsets.UTF_8).length <= MAX_NAME;
  }

  private static byte[] message(VerifierKey key, String text, Checkpoint checkpoint, long seconds) {
    return key.type() == KeyType.ED25519_COSIGNATURE
        ? timedMessage(text, seconds)
        : subtreeMessage(
            key.name(), seconds, checkpoint.origin(), 0, checkpoint.size(), checkpoint.root());
  }

  /** The message of an Ed25519 cosignature. */
  static byte[] timedMessage(String text, long seconds) {
    return ("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(StandardCharsets.UTF_8);
  }

  /** The message of an ML-DSA-44 cosignature. */
  static byte[] subtreeMessage(
      String cosigner, long seconds, String origin, long start, long end, Hash hash) {
    if (start != 0 && seconds != 0) {
      throw new IllegalArgumentException("only a subtree from 0 is signed with a time");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SUBTREE);
    string(out, cosigner);
    out.writeBytes(ByteBuffer.allocate(8).putLong(seconds).array());
    string(out, origin);
    out.writeBytes(ByteBuffer.allocate(16).putLong(start).putLong(end).array());
    out.writeBytes(hash.toBytes());
    return out.toByteArray();
  }

  private static void string(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_NAME) {
      throw new IllegalArgumentException(
          "a name in a cosignature has at most " + MAX_NAME + " bytes");
    }
    out.write(bytes.length);
    out.writeBytes(bytes);
  }
}
