package dev.intact.record;

import dev.intact.json.CanonicalScanner;
import dev.intact.json.CanonicalScanner.Span;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The hash that a record carries: {@code integrity.hash} is the lower-case hexadecimal SHA-256 of
 * the record's canonical form without that member ({@code version} is {@value #VERSION}).
 * Stateless.
 */
public final class RecordIntegrity {

  /** The algorithm's name in {@code integrity.version}. */
  public static final String VERSION = "sha256-jcs-1";

  private RecordIntegrity() {}

  /**
   * The hash that a record states.
   *
   * @param record canonical bytes
   * @return what stands there, or empty if nothing does
   */
  public static Optional<String> stated(byte[] record) {
    return CanonicalScanner.string(record, "integrity", "hash");
  }

  /**
   * The hash that a record should state.
   *
   * @param record canonical bytes with an {@code integrity.hash}
   * @return 64 hexadecimal digits, or empty if it has none
   */
  public static Optional<String> computed(byte[] record) {
    return CanonicalScanner.member(record, "integrity", "hash").map(span -> digest(record, span));
  }

  /**
   * The value's key and one comma are left out; {@code version} always follows, so there is a comma
   * behind.
   */
  private static String digest(byte[] record, Span hash) {
    int from = hash.start() - "\"hash\":".length();
    int to = hash.end();
    if (to < record.length && record[to] == ',') {
      to++;
    } else if (record[from - 1] == ',') {
      from--;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(record, 0, from);
      digest.update(record, to, record.length - to);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
