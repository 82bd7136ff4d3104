package dev.intact.key;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A public key with the name it signs under: C2SP's vkey, {@code name+hex8(id)+base64(type ||
 * key)}. Immutable and thread-safe.
 */
public final class VerifierKey {

  private final String name;
  private final KeyType type;
  private final byte[] publicKey;
  private final int id;
  private final PublicKey jdkKey;

  private VerifierKey(String name, KeyType type, byte[] publicKey, PublicKey jdkKey) {
    this.name = name;
    this.type = type;
    this.publicKey = publicKey;
    this.id = KeyNames.id(name, type, publicKey);
    this.jdkKey = jdkKey;
  }

  /**
   * A key from its raw bytes.
   *
   * @param name the name it signs under
   * @param type its kind
   * @param raw the raw public key, 32 or 1312 bytes
   * @return the key
   * @throws KeyFormatException if the name or the key is malformed
   */
  public static VerifierKey of(String name, KeyType type, byte[] raw) throws KeyFormatException {
    KeyNames.requireValid(name, type);
    if (raw.length != type.publicBytes()) {
      throw new KeyFormatException(
          "a public key of "
              + type.algorithm()
              + " has "
              + type.publicBytes()
              + " bytes, not "
              + raw.length);
    }
    byte[] prefix = type.spkiPrefix();
    byte[] spki = Arrays.copyOf(prefix, prefix.length + raw.length);
    System.arraycopy(raw, 0, spki, prefix.length, raw.length);
    try {
      PublicKey key =
          KeyFactory.getInstance(type.algorithm()).generatePublic(new X509EncodedKeySpec(spki));
      Signature.getInstance(type.algorithm()).initVerify(key); // refuses what is no curve point
      return new VerifierKey(name, type, raw.clone(), key);
    } catch (GeneralSecurityException e) {
      throw new KeyFormatException("not a public key of " + type.algorithm(), e);
    }
  }

  /**
   * Parses a vkey, strictly.
   *
   * @param vkey its text
   * @return the key
   * @throws KeyFormatException if it is malformed, of an unknown type, or states another id than
   *     its own
   */
  public static VerifierKey parse(String vkey) throws KeyFormatException {
    String[] parts = vkey.split("\\+", 3);
    if (parts.length != 3 || !parts[1].matches("[0-9a-f]{8}")) {
      throw new KeyFormatException("a verifier key is name+8 hexadecimal digits+base64");
    }
    byte[] payload = base64(parts[2]);
    if (payload.length < 2) {
      throw new KeyFormatException("the verifier key is too short");
    }
    KeyType type = KeyType.of(payload[0] & 0xff);
    VerifierKey key = of(parts[0], type, Arrays.copyOfRange(payload, 1, payload.length));
    if (key.id != Integer.parseUnsignedInt(parts[1], 16)) {
      throw new KeyFormatException(
          "the verifier key states the id "
              + parts[1]
              + ", its own is "
              + HexFormat.of().toHexDigits(key.id));
    }
    return key;
  }

  static byte[] base64(String text) throws KeyFormatException {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
        throw new KeyFormatException("the key's base64 is not canonical");
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      throw new KeyFormatException("the key is not base64", e);
    }
  }

  /**
   * The name.
   *
   * @return for a log, its origin
   */
  public String name() {
    return name;
  }

  /**
   * The id that signatures carry: a hint which key to try.
   *
   * @return four bytes, big-endian
   */
  public int id() {
    return id;
  }

  /**
   * The kind.
   *
   * @return its type
   */
  public KeyType type() {
    return type;
  }

  /**
   * The raw public key.
   *
   * @return a copy
   */
  public byte[] raw() {
    return publicKey.clone();
  }

  /**
   * The vkey's text.
   *
   * @return what {@link #parse} reads
   */
  public String format() {
    byte[] payload = new byte[publicKey.length + 1];
    payload[0] = (byte) type.code();
    System.arraycopy(publicKey, 0, payload, 1, publicKey.length);
    return name
        + '+'
        + HexFormat.of().toHexDigits(id)
        + '+'
        + Base64.getEncoder().encodeToString(payload);
  }

  /**
   * Checks a bare signature. A malformed one is false, as a wrong one is.
   *
   * @param message what was signed
   * @param signature 64 or 2420 bytes
   * @return whether it is this key's signature of the message
   */
  public boolean verifies(byte[] message, byte[] signature) {
    if (signature.length != type.signatureBytes()) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(type.algorithm());
      verifier.initVerify(jdkKey);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks " + type.algorithm(), e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey k
        && k.type == type
        && k.name.equals(name)
        && Arrays.equals(k.publicKey, publicKey);
  }

  @Override
  public int hashCode() {
    return id;
  }

  @Override
  public String toString() {
    return format();
  }
}
