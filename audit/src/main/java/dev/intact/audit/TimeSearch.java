package dev.intact.audit;

import dev.intact.log.Log;
import dev.intact.log.LogException;
import java.io.IOException;
import java.time.Instant;

/**
 * Finds records by their time of record, which never decreases with the index: no index is needed
 * or believed.
 */
final class TimeSearch {

  private TimeSearch() {}

  static long firstAtOrAfter(Log log, long size, Instant time) throws IOException, LogException {
    long micros =
        Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000);
    long low = 0;
    long high = size;
    while (low < high) {
      long middle = (low + high) >>> 1;
      long at =
          AuditKeys.createdMicros(log.entry(middle))
              .orElseThrow(() -> new IOException("record " + middle + " has no time of record"));
      if (at < micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
