package dev.intact.merkle;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An immutable SHA-256 value: 32 bytes, compared as unsigned bytes. Thread-safe.
 *
 * <p>Nothing shorter or longer can be a hash, so no check of a proof has to think of it.
 */
public final class Hash implements Comparable<Hash> {

  /** Length in bytes. */
  public static final int SIZE = 32;

  private static final HexFormat HEX = HexFormat.of();

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A hash of these bytes.
   *
   * @param bytes exactly 32, copied
   * @return the hash
   * @throws IllegalArgumentException on any other length
   */
  public static Hash of(byte[] bytes) {
    if (bytes.length != SIZE) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
    }
    return new Hash(bytes.clone());
  }

  /**
   * A hash of 32 bytes out of an array.
   *
   * @param source the array
   * @param offset where the hash begins
   * @return the hash
   * @throws IndexOutOfBoundsException if fewer than 32 bytes follow
   */
  public static Hash copyOf(byte[] source, int offset) {
    java.util.Objects.checkFromIndexSize(offset, SIZE, source.length);
    return new Hash(Arrays.copyOfRange(source, offset, offset + SIZE));
  }

  /**
   * Parses 64 hexadecimal digits.
   *
   * @param hex lower case, the one way in which a hash is written
   * @return the hash
   * @throws IllegalArgumentException if it is anything else
   */
  public static Hash parseHex(String hex) {
    if (hex.length() != 2 * SIZE) {
      throw new IllegalArgumentException("a hash has 64 hexadecimal digits, not " + hex.length());
    }
    Hash hash = new Hash(HEX.parseHex(hex));
    if (!hash.hex().equals(hex)) {
      throw new IllegalArgumentException("a hash is written in lower-case hexadecimal");
    }
    return hash;
  }

  /**
   * Parses padded standard base64 (RFC 4648 section 4), canonical only.
   *
   * @param base64 44 characters
   * @return the hash
   * @throws IllegalArgumentException if it is not the one encoding of 32 bytes
   */
  public static Hash parseBase64(String base64) {
    byte[] decoded = Base64.getDecoder().decode(base64);
    Hash hash = of(decoded);
    if (!hash.base64().equals(base64)) {
      throw new IllegalArgumentException("not the canonical base64 of a hash");
    }
    return hash;
  }

  /**
   * The bytes.
   *
   * @return a fresh copy
   */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /**
   * Writes the bytes into an array.
   *
   * @param target the array
   * @param offset where to write 32 bytes
   */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, SIZE);
  }

  /** Feeds a digest without a copy. */
  void update(java.security.MessageDigest digest) {
    digest.update(bytes);
  }

  /**
   * Lower-case hexadecimal.
   *
   * @return 64 digits
   */
  public String hex() {
    return HEX.formatHex(bytes);
  }

  /**
   * Padded standard base64.
   *
   * @return 44 characters
   */
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public int compareTo(Hash other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash h && Arrays.equals(bytes, h.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }
}
