package dev.intact.key;

import java.util.HexFormat;

/** The kinds of signature that the log uses (C2SP signed-note, tlog-cosignature). */
public enum KeyType {
  /** An Ed25519 signature over the note's text. */
  ED25519(0x01, "Ed25519", 32, 64, "302a300506032b6570032100"),
  /** A timestamped Ed25519 cosignature. */
  ED25519_COSIGNATURE(0x04, "Ed25519", 32, 64, "302a300506032b6570032100"),
  /** A timestamped ML-DSA-44 cosignature (FIPS 204), safe against quantum computers. */
  MLDSA44_COSIGNATURE(
      0x06, "ML-DSA-44", 1312, 2420, "30820532300b06096086480165030403110382052100");

  private final int code;
  private final String algorithm;
  private final int publicBytes;
  private final int signatureBytes;
  private final byte[] spkiPrefix;

  KeyType(int code, String algorithm, int publicBytes, int signatureBytes, String spkiPrefix) {
    this.code = code;
    this.algorithm = algorithm;
    this.publicBytes = publicBytes;
    this.signatureBytes = signatureBytes;
    this.spkiPrefix = HexFormat.of().parseHex(spkiPrefix);
  }

  /**
   * The type byte of vkeys.
   *
   * @return 0 to 255
   */
  public int code() {
    return code;
  }

  /**
   * The JDK's name of the algorithm.
   *
   * @return for {@link java.security.Signature#getInstance(String)}
   */
  public String algorithm() {
    return algorithm;
  }

  /**
   * Length of a raw public key.
   *
   * @return bytes
   */
  public int publicBytes() {
    return publicBytes;
  }

  /**
   * Length of a signature without a timestamp.
   *
   * @return bytes
   */
  public int signatureBytes() {
    return signatureBytes;
  }

  /**
   * Whether signatures carry a time.
   *
   * @return true for cosignatures
   */
  public boolean isCosignature() {
    return this != ED25519;
  }

  /** What stands before the raw key in X.509 SubjectPublicKeyInfo. */
  byte[] spkiPrefix() {
    return spkiPrefix.clone();
  }

  static KeyType of(int code) throws KeyFormatException {
    for (KeyType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new KeyFormatException(String.format("signature type 0x%02x is not supported", code));
  }
}
