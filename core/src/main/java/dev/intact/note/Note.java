package dev.intact.note;

import dev.intact.key.KeyType;
import dev.intact.key.SigningKey;
import dev.intact.key.VerifierKey;
import dev.intact.note.NoteException.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A signed note (C2SP signed-note): text that ends with a newline, an empty line, signature lines.
 * Immutable.
 *
 * <p>Parsing says nothing of trust; {@link #verify} does.
 */
public final class Note {

  /** Most bytes of a note. */
  public static final int MAX_BYTES = 1_000_000;

  /** Most signatures of a note. */
  public static final int MAX_SIGNATURES = 100;

  private static final String SIGNATURE_START = "— ";

  private final String text;
  private final List<NoteSignature> signatures;

  Note(String text, List<NoteSignature> signatures) {
    this.text = text;
    this.signatures = List.copyOf(signatures);
  }

  /**
   * Parses a note, strictly.
   *
   * @param bytes the note
   * @return the note, nothing of it verified
   * @throws NoteException if it is malformed
   */
  public static Note parse(byte[] bytes) throws NoteException {
    if (bytes.length > MAX_BYTES) {
      throw NoteException.malformed(
          "a note has at most " + MAX_BYTES + " bytes, not " + bytes.length);
    }
    String note = decode(bytes);
    int split = note.lastIndexOf("\n\n");
    if (split < 0) {
      throw NoteException.malformed("the note has no empty line before its signatures");
    }
    return new Note(note.substring(0, split + 1), signatures(note.substring(split + 2)));
  }

  private static String decode(byte[] bytes) throws NoteException {
    String note;
    try {
      note = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw NoteException.malformed("the note is not UTF-8");
    }
    for (int i = 0; i < note.length(); i++) {
      if (note.charAt(i) < ' ' && note.charAt(i) != '\n') {
        throw NoteException.malformed("a control character stands in the note");
      }
    }
    return note;
  }

  private static List<NoteSignature> signatures(String lines) throws NoteException {
    if (lines.isEmpty() || !lines.endsWith("\n")) {
      throw NoteException.malformed("the note does not end with signature lines");
    }
    List<NoteSignature> signatures = new ArrayList<>();
    for (String line : lines.substring(0, lines.length() - 1).split("\n", -1)) {
      if (signatures.size() == MAX_SIGNATURES) {
        throw NoteException.malformed("a note has at most " + MAX_SIGNATURES + " signatures");
      }
      signatures.add(signature(line));
    }
    return signatures;
  }

  static NoteSignature signature(String line) throws NoteException {
    String[] parts =
        line.startsWith(SIGNATURE_START) ? line.substring(2).split(" ", -1) : new String[0];
    if (parts.length != 2) {
      throw NoteException.malformed("a signature line is not '— name base64'");
    }
    try {
      return NoteSignature.parse(parts[0], parts[1]);
    } catch (IllegalArgumentException e) {
      throw NoteException.malformed("signature line: " + e.getMessage());
    }
  }

  /**
   * Signs a text with one Ed25519 key.
   *
   * @param text ends with a newline
   * @param key of type {@link KeyType#ED25519}
   * @return the note with this signature alone
   * @throws IllegalArgumentException if the text or the key is of the wrong kind
   */
  public static Note sign(String text, SigningKey key) {
    if (!text.endsWith("\n") || key.verifier().type() != KeyType.ED25519) {
      throw new IllegalArgumentException(
          "a text that ends with a newline and an Ed25519 key are needed");
    }
    byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
    VerifierKey verifier = key.verifier();
    return new Note(text, List.of(NoteSignature.of(verifier.name(), verifier.id(), signature)));
  }

  /**
   * The same note with one more signature behind the others; an earlier one of the same key is
   * dropped.
   *
   * @param signature the signature
   * @return a new note
   * @throws IllegalArgumentException if it would have more than {@link #MAX_SIGNATURES}
   */
  public Note with(NoteSignature signature) {
    List<NoteSignature> all = new ArrayList<>(signatures);
    all.removeIf(s -> s.keyId() == signature.keyId() && s.name().equals(signature.name()));
    all.add(signature);
    if (all.size() > MAX_SIGNATURES) {
      throw new IllegalArgumentException("a note has at most " + MAX_SIGNATURES + " signatures");
    }
    return new Note(text, all);
  }

  /**
   * The text, untrusted before {@link #verify}.
   *
   * @return it ends with a newline
   */
  public String text() {
    return text;
  }

  /**
   * The signature lines in order.
   *
   * @return untrusted claims
   */
  public List<NoteSignature> signatures() {
    return signatures;
  }

  /**
   * The note's bytes.
   *
   * @return UTF-8
   */
  public byte[] encode() {
    StringBuilder note = new StringBuilder(text).append('\n');
    signatures.forEach(s -> note.append(s.line()));
    return note.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Verifies the note: every signature that claims a trusted key must hold, and there must be one.
   * Other signatures are ignored.
   *
   * @param trusted the keys that the caller trusts
   * @return the signatures that hold, each with its key
   * @throws NoteException if one fails or none is by a trusted key
   */
  public List<VerifiedSignature> verify(Collection<VerifierKey> trusted) throws NoteException {
    List<VerifiedSignature> verified = new ArrayList<>();
    Set<VerifierKey> seen = new HashSet<>();
    for (NoteSignature signature : signatures) {
      Optional<VerifierKey> key = trustedKey(signature, trusted);
      if (key.isEmpty() || !seen.add(key.get())) {
        continue;
      }
      Optional<VerifiedSignature> held = Cosignatures.verify(text, signature, key.get());
      verified.add(
          held.orElseThrow(() ->
              new NoteException(
                  Fault.INVALID_SIGNATURE,
                  "the signature of "
                      + signature.name()
                      + " does not verify: the text or the signature was changed")));
    }
    if (verified.isEmpty()) {
      throw new NoteException(
          Fault.NO_TRUSTED_SIGNATURE, "no signature is by a key that is trusted");
    }
    return verified;
  }

  private static Optional<VerifierKey> trustedKey(
      NoteSignature signature, Collection<VerifierKey> trusted) throws NoteException {
    List<VerifierKey> matching =
        trusted.stream()
            .filter(k -> k.id() == signature.keyId() && k.name().equals(signature.name()))
            .distinct()
            .toList();
    if (matching.size() > 1) {
      throw new NoteException(
          Fault.NO_TRUSTED_SIGNATURE, "two trusted keys share name and id: " + signature.name());
    }
    return matching.stream().findFirst();
  }
}
