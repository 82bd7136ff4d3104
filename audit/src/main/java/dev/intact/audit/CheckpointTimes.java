package dev.intact.audit;

import dev.intact.record.RecordTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/**
 * When a trail had which size: between two checkpoints every record of the second that the first
 * has not must have been recorded. Immutable.
 */
final class CheckpointTimes {

  /** Signing takes whole seconds, and clocks may be set a little back. */
  static final Duration SKEW = Duration.ofSeconds(5);

  /** Nothing is known, nothing is judged. */
  static final CheckpointTimes NONE = new CheckpointTimes(new long[0], new long[0], 0);

  private static final long SKEW_MICROS = SKEW.toMillis() * 1000;

  private final long[] sizes;
  private final long[] micros;
  private final int count;

  /**
   * Times of sizes.
   *
   * @param sizes ascending; what stands behind the count may change, the rest not
   * @param micros microseconds since 1970 at which the trail was signed at these sizes
   * @param count how many there are
   */
  CheckpointTimes(long[] sizes, long[] micros, int count) {
    this.sizes = sizes;
    this.micros = micros;
    this.count = count;
  }

  /** The largest size of which a time is known, or 0. */
  long largest() {
    return count == 0 ? 0 : sizes[count - 1];
  }

  /** What is wrong with a record's time, or nothing. */
  Optional<String> judge(long index, long createdMicros) {
    int at = Arrays.binarySearch(sizes, 0, count, index);
    int before = at >= 0 ? at : -at - 2;
    if (before >= 0 && createdMicros < micros[before] - SKEW_MICROS) {
      return Optional.of(
          "it claims "
              + text(createdMicros)
              + ", but the trail was signed without it at "
              + instant(micros[before]));
    }
    int after = before + 1;
    if (after < count && createdMicros > micros[after] + SKEW_MICROS) {
      return Optional.of(
          "it claims "
              + text(createdMicros)
              + ", but the trail was signed with it at "
              + instant(micros[after]));
    }
    return Optional.empty();
  }

  private static String text(long micros) {
    return RecordTime.format(instant(micros));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
