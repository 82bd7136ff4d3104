package dev.intact.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Names and ids of keys (C2SP signed-note). */
final class KeyNames {

  private KeyNames() {}

  /** Most bytes of a name in a tlog-cosignature's message, where one byte counts them. */
  private static final int MAX_COSIGNER_BYTES = 255;

  static void requireValid(String name, KeyType type) throws KeyFormatException {
    boolean bad = name.isEmpty() || name.codePoints().anyMatch(KeyNames::isForbidden);
    if (bad) {
      throw new KeyFormatException(
          "a key's name is not empty and has no space, plus sign or control character");
    }
    if (type == KeyType.MLDSA44_COSIGNATURE
        && name.getBytes(StandardCharsets.UTF_8).length > MAX_COSIGNER_BYTES) {
      throw new KeyFormatException(
          "the name of an ML-DSA-44 cosigner has at most " + MAX_COSIGNER_BYTES + " bytes");
    }
  }

  private static boolean isForbidden(int point) {
    return point == '+'
        || Character.isISOControl(point)
        || isSpace(point)
        || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }

  /** The Unicode property White_Space, which no single method of the JDK gives. */
  private static boolean isSpace(int point) {
    return Character.isSpaceChar(point) || Character.isWhitespace(point) || point == 0x85;
  }

  static int id(String name, KeyType type, byte[] publicKey) {
    MessageDigest digest = sha256();
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    digest.update((byte) type.code());
    byte[] hash = digest.digest(publicKey);
    return (hash[0] & 0xff) << 24 | (hash[1] & 0xff) << 16 | (hash[2] & 0xff) << 8 | hash[3] & 0xff;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
