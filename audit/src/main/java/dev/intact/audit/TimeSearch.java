package dev.intact.audit;

import dev.intact.log.LogException;
import java.io.IOException;
import java.time.Instant;

/**
 * Finds records by their time of record, which never decreases with the index: no index is needed
 * or believed.
 */
final class TimeSearch {

  private TimeSearch() {}

  /** Where the entries come from: proven ones, or such as they are stored. */
  @FunctionalInterface
  interface Entries {
    byte[] entry(long index) throws IOException, LogException;
  }

  static long firstAtOrAfter(Entries entries, long size, Instant time)
      throws IOException, LogException {
    long micros = micros(time);
    long low = 0;
    long high = size;
    while (low < high) {
      long middle = (low + high) >>> 1;
      long at =
          AuditKeys.createdMicros(entries.entry(middle))
              .orElseThrow(() -> new IOException("record " + middle + " has no time of record"));
      if (at < micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000);
  }
}
