package dev.intact.record;

import dev.intact.json.CanonicalScanner.Span;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Computes the hash that records carry ({@link RecordIntegrity}) over their bytes as they lie.
 * Reuses one digest and allocates nothing: not thread-safe, one a thread.
 */
public final class RecordHasher {

  private static final byte[] HEX =
      "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  private static final int KEY = "\"hash\":".length();
  private static final int SIZE = 32;

  /** Never fed: a clone of it costs a tenth of asking the providers. */
  private static final MessageDigest FRESH = fresh();

  private final MessageDigest digest;
  private final byte[] out = new byte[SIZE];

  /** A hasher of its own. */
  public RecordHasher() {
    try {
      digest = (MessageDigest) FRESH.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }

  private static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Whether the hash that a record states is that of its content.
   *
   * @param record a record that states one
   * @return true if it is; false also if it states none
   */
  public boolean holds(RecordFields record) {
    Span hash = record.hashSpan().orElse(new Span(0, 0));
    if (hash.length() != 2 * SIZE + 2) {
      return false;
    }
    compute(record.bytes(), record.from(), record.to(), hash);
    byte[] bytes = record.bytes();
    int at = hash.start() + 1;
    int differ = (bytes[at - 1] ^ '"') | (bytes[hash.end() - 1] ^ '"');
    for (int i = 0; i < SIZE; i++) {
      differ |= bytes[at + 2 * i] ^ HEX[(out[i] >> 4) & 15];
      differ |= bytes[at + 2 * i + 1] ^ HEX[out[i] & 15];
    }
    return differ == 0;
  }

  /**
   * Computes a record's hash and writes it where the record states it.
   *
   * @param record the record's canonical bytes
   * @param hash where the value of {@code integrity.hash} stands: quotes and 64 characters
   */
  public void seal(byte[] record, Span hash) {
    compute(record, 0, record.length, hash);
    for (int i = 0; i < SIZE; i++) {
      record[hash.start() + 1 + 2 * i] = HEX[(out[i] >> 4) & 15];
      record[hash.start() + 2 + 2 * i] = HEX[out[i] & 15];
    }
  }

  /**
   * The hash that a record should state.
   *
   * @param record a record that states one
   * @return 64 hexadecimal digits
   * @throws IllegalArgumentException if it states none
   */
  public String computed(RecordFields record) {
    Span hash =
        record
            .hashSpan()
            .orElseThrow(() -> new IllegalArgumentException("the record states no hash"));
    compute(record.bytes(), record.from(), record.to(), hash);
    return java.util.HexFormat.of().formatHex(out);
  }

  /** The member and one comma are left out. */
  private void compute(byte[] bytes, int begin, int end, Span hash) {
    int from = hash.start() - KEY;
    int to = hash.end();
    if (to < end && bytes[to] == ',') {
      to++;
    } else if (bytes[from - 1] == ',') {
      from--;
    }
    digest.update(bytes, begin, from - begin);
    digest.update(bytes, to, end - to);
    try {
      digest.digest(out, 0, SIZE);
    } catch (DigestException e) {
      throw new IllegalStateException("a SHA-256 has 32 bytes", e);
    }
  }
}
