package dev.intact.record;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Times in records: RFC 3339 with at most microseconds; ours always in UTC with six digits, 27
 * characters. Stateless.
 */
public final class RecordTime {

  /** Length of a time that we write. */
  public static final int LENGTH = 27;

  private static final Pattern RFC3339 =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private RecordTime() {}

  /**
   * Parses a time.
   *
   * @param text RFC 3339 with an offset and at most six digits behind the second
   * @return the instant, or empty if it is anything else
   */
  public static Optional<Instant> parse(String text) {
    if (!RFC3339.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Parses a time or a date, which stands for its beginning in UTC.
   *
   * @param text RFC 3339, or {@code YYYY-MM-DD}
   * @return the instant, or empty if it is neither
   */
  public static Optional<Instant> parseBound(String text) {
    return parse(DATE.matcher(text).matches() ? text + "T00:00:00Z" : text);
  }

  /**
   * Writes a time.
   *
   * @param time cut to microseconds; years 0 to 9999
   * @return 27 characters
   */
  public static String format(Instant time) {
    return FORMAT.format(time);
  }

  /**
   * Microseconds since 1970.
   *
   * @param text a time
   * @return the number, or empty if it is no time
   */
  public static OptionalLong micros(String text) {
    return parse(text)
        .map(t -> OptionalLong.of(t.getEpochSecond() * 1_000_000L + t.getNano() / 1000))
        .orElse(OptionalLong.empty());
  }
}
