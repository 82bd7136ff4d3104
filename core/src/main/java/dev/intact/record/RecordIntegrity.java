package dev.intact.record;

import java.util.Optional;

/**
 * The hash that a record carries: {@code integrity.hash} is the lower-case hexadecimal SHA-256 of
 * the record's canonical form without that member ({@code version} is {@value #VERSION}).
 * Stateless; {@link RecordHasher} is the same for many records.
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
    return RecordFields.of(record).statedHash();
  }

  /**
   * The hash that a record should state.
   *
   * @param record canonical bytes with an {@code integrity.hash}
   * @return 64 hexadecimal digits, or empty if it has none
   */
  public static Optional<String> computed(byte[] record) {
    RecordFields fields = RecordFields.of(record);
    return fields.hashSpan().map(span -> new RecordHasher().computed(fields));
  }
}
