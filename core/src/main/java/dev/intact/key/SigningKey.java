package dev.intact.key;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A private key with the name it signs under. Immutable and thread-safe; shows nothing secret of
 * itself except through {@link SecretAccess}.
 */
public final class SigningKey {

  private static final String SKEY_PREFIX = "PRIVATE+KEY+";
  private static final byte[] ED25519_PKCS8 =
      HexFormat.of().parseHex("302e020100300506032b657004220420");

  private final PrivateKey privateKey;
  private final VerifierKey verifier;

  private SigningKey(PrivateKey privateKey, VerifierKey verifier) {
    this.privateKey = privateKey;
    this.verifier = verifier;
  }

  /**
   * Makes a new key from the JDK's secure randomness.
   *
   * @param type its kind
   * @param name the name it signs under
   * @return the key
   * @throws KeyFormatException if the name is malformed
   */
  public static SigningKey generate(KeyType type, String name) throws KeyFormatException {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(type.algorithm()).generateKeyPair();
      byte[] spki = pair.getPublic().getEncoded();
      byte[] raw = Arrays.copyOfRange(spki, spki.length - type.publicBytes(), spki.length);
      return new SigningKey(pair.getPrivate(), VerifierKey.of(name, type, raw));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks " + type.algorithm(), e);
    }
  }

  /**
   * A key from its two halves, which must belong together.
   *
   * @param type its kind
   * @param name the name it signs under
   * @param pkcs8 the private half (RFC 5208)
   * @param rawPublic the public half
   * @return the key
   * @throws KeyFormatException if either is malformed or they do not belong together
   */
  public static SigningKey of(KeyType type, String name, byte[] pkcs8, byte[] rawPublic)
      throws KeyFormatException {
    VerifierKey verifier = VerifierKey.of(name, type, rawPublic);
    try {
      PrivateKey key =
          KeyFactory.getInstance(type.algorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      SigningKey signing = new SigningKey(key, verifier);
      byte[] probe = {1};
      if (!verifier.verifies(probe, signing.signature(probe))) {
        throw new KeyFormatException("the private and the public key do not belong together");
      }
      return signing;
    } catch (GeneralSecurityException e) {
      throw new KeyFormatException("not a private key of " + type.algorithm(), e);
    }
  }

  /**
   * Parses Go's note signer key, {@code PRIVATE+KEY+name+id+base64(1 || seed)}, whose public half
   * must be given too: the JDK does not derive it.
   *
   * @param skey its text
   * @param vkey the verifier key that belongs to it
   * @return the key
   * @throws KeyFormatException if either is malformed or they do not belong together
   */
  public static SigningKey parse(String skey, VerifierKey vkey) throws KeyFormatException {
    String[] parts =
        skey.startsWith(SKEY_PREFIX)
            ? skey.substring(SKEY_PREFIX.length()).split("\\+", 3)
            : new String[0];
    if (parts.length != 3 || !parts[1].matches("[0-9a-f]{8}")) {
      throw new KeyFormatException("a signer key is PRIVATE+KEY+name+8 hexadecimal digits+base64");
    }
    byte[] payload = VerifierKey.base64(parts[2]);
    boolean matches =
        parts[0].equals(vkey.name()) && Integer.parseUnsignedInt(parts[1], 16) == vkey.id();
    if (payload.length != 33 || payload[0] != KeyType.ED25519.code() || !matches) {
      throw new KeyFormatException("not the Ed25519 signer key of " + vkey.name());
    }
    byte[] pkcs8 = Arrays.copyOf(ED25519_PKCS8, ED25519_PKCS8.length + 32);
    System.arraycopy(payload, 1, pkcs8, ED25519_PKCS8.length, 32);
    return of(KeyType.ED25519, vkey.name(), pkcs8, vkey.raw());
  }

  /**
   * The same key material under another name, as one installation signs for many origins.
   *
   * @param name the other name
   * @return a key with its own id
   * @throws IllegalArgumentException if the name is malformed
   */
  public SigningKey rename(String name) {
    try {
      return new SigningKey(privateKey, VerifierKey.of(name, verifier.type(), verifier.raw()));
    } catch (KeyFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * The public half.
   *
   * @return the verifier key
   */
  public VerifierKey verifier() {
    return verifier;
  }

  /**
   * Signs.
   *
   * @param message what to sign
   * @return 64 or 2420 bytes
   */
  public byte[] sign(byte[] message) {
    try {
      return signature(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key of " + verifier.name() + " does not sign", e);
    }
  }

  private byte[] signature(byte[] message) throws GeneralSecurityException {
    Signature signer = Signature.getInstance(verifier.type().algorithm());
    signer.initSign(privateKey);
    signer.update(message);
    return signer.sign();
  }

  /**
   * The private half, for keeping it.
   *
   * @param access marks the place
   * @return PKCS#8 (RFC 5208)
   */
  public byte[] pkcs8(SecretAccess access) {
    java.util.Objects.requireNonNull(access);
    return privateKey.getEncoded();
  }

  @Override
  public String toString() {
    return "signing key of " + verifier.name();
  }
}
