package dev.intact.audit;

import dev.intact.log.LogException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The records that were asked for, and with dates one neighbour on either side, if there is one:
 * their times show that none is left out. Times of record never decrease with the index, so what
 * lies beyond the neighbours lies beyond the dates too.
 *
 * @param first the neighbour before, or {@code begin}
 * @param begin first record that was asked for
 * @param end behind the last that was asked for
 * @param last behind the neighbour behind, or {@code end}
 * @param start recorded at or after, microseconds since 1970, if asked
 * @param stop recorded before, microseconds since 1970, if asked
 */
record DateRange(
    long first, long begin, long end, long last, OptionalLong start, OptionalLong stop) {

  /** Records by their index alone. */
  static DateRange of(long begin, long end) {
    return new DateRange(begin, begin, end, end, OptionalLong.empty(), OptionalLong.empty());
  }

  /** Finds the records of dates in a log of a size. */
  static DateRange find(
      TimeSearch.Entries entries, long size, Optional<Instant> start, Optional<Instant> stop)
      throws IOException, LogException {
    long begin = start.isPresent() ? TimeSearch.firstAtOrAfter(entries, size, start.get()) : 0;
    long end = stop.isPresent() ? TimeSearch.firstAtOrAfter(entries, size, stop.get()) : size;
    end = Math.max(begin, end);
    return new DateRange(
        start.isPresent() ? Math.max(0, begin - 1) : begin,
        begin,
        end,
        stop.isPresent() ? Math.min(size, end + 1) : end,
        micros(start),
        micros(stop));
  }

  private static OptionalLong micros(Optional<Instant> time) {
    return time.isPresent() ? OptionalLong.of(TimeSearch.micros(time.get())) : OptionalLong.empty();
  }

  boolean isSelected(long index) {
    return index >= begin && index < end;
  }

  /** How many were asked for. */
  long selected() {
    return end - begin;
  }

  /**
   * Why a record of this range does not show that the range is what the dates ask for, if it does
   * not.
   */
  Optional<String> misplaced(long index, OptionalLong created) {
    if (start.isEmpty() && stop.isEmpty()) {
      return Optional.empty();
    }
    if (created.isEmpty()) {
      return Optional.of("it has no time of record, so it shows nothing of the dates");
    }
    long at = created.getAsLong();
    boolean before = start.isPresent() && at < start.getAsLong();
    boolean behind = stop.isPresent() && at >= stop.getAsLong();
    if (isSelected(index)) {
      return before || behind
          ? Optional.of("it stands among the records of the dates and was recorded at another time")
          : Optional.empty();
    }
    return (index < begin ? before : behind)
        ? Optional.empty()
        : Optional.of(
            "it stands beside the records of the dates and was not recorded on its side of them:"
                + " nothing shows that none is left out");
  }
}
