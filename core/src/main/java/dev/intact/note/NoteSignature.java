package dev.intact.note;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * One signature line of a note. What it claims is untrusted until a key verifies it.
 *
 * @param name the key's name: not empty, no space, no plus sign
 * @param keyId the key's id, the first four bytes of what is encoded
 * @param base64 id and signature as they stand in the line, canonical base64 of five bytes or more
 */
public record NoteSignature(String name, int keyId, String base64) {

  private static final int ID_BYTES = 4;

  /**
   * Checks the parts: none can be made that would not read back as it was written.
   *
   * @throws IllegalArgumentException if the line would be malformed or the id another
   */
  public NoteSignature {
    if (name.isEmpty() || name.codePoints().anyMatch(NoteSignature::isForbidden)) {
      throw new IllegalArgumentException(
          "a signature's key name is not empty and has no space, plus sign or control character");
    }
    if (id(base64) != keyId) {
      throw new IllegalArgumentException("a signature does not begin with the id of its key");
    }
  }

  static NoteSignature parse(String name, String base64) {
    return new NoteSignature(name, id(base64), base64);
  }

  static NoteSignature of(String name, int keyId, byte[] signature) {
    byte[] payload =
        ByteBuffer.allocate(ID_BYTES + signature.length).putInt(keyId).put(signature).array();
    return new NoteSignature(name, keyId, Base64.getEncoder().encodeToString(payload));
  }

  private static boolean isForbidden(int c) {
    return c == '+'
        || c < ' '
        || c == 0x85
        || Character.isSpaceChar(c)
        || Character.isWhitespace(c)
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static int id(String base64) {
    byte[] payload;
    try {
      payload = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a signature is not base64", e);
    }
    if (payload.length <= ID_BYTES || !Base64.getEncoder().encodeToString(payload).equals(base64)) {
      throw new IllegalArgumentException("a signature is too short or not canonical base64");
    }
    return ByteBuffer.wrap(payload).getInt();
  }

  /**
   * The signature without the key id.
   *
   * @return its bytes
   */
  public byte[] signature() {
    byte[] payload = Base64.getDecoder().decode(base64);
    return Arrays.copyOfRange(payload, ID_BYTES, payload.length);
  }

  String line() {
    return "— " + name + " " + base64 + "\n";
  }
}
