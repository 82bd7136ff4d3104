package dev.intact.note;

import java.util.Base64;

/**
 * One signature line of a note. What it claims is untrusted until a key verifies it.
 *
 * @param name the key's name
 * @param keyId the key's id
 * @param base64 id and signature as they stand in the line
 */
public record NoteSignature(String name, int keyId, String base64) {

  static NoteSignature of(String name, int keyId, byte[] signature) {
    byte[] payload = new byte[4 + signature.length];
    java.nio.ByteBuffer.wrap(payload).putInt(keyId).put(signature);
    return new NoteSignature(name, keyId, Base64.getEncoder().encodeToString(payload));
  }

  /**
   * The signature without the key id.
   *
   * @return its bytes
   */
  public byte[] signature() {
    byte[] payload = Base64.getDecoder().decode(base64);
    return java.util.Arrays.copyOfRange(payload, 4, payload.length);
  }

  String line() {
    return "— " + name + " " + base64 + "\n";
  }
}
