package dev.intact.record;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Times in records: RFC 3339 with at most microseconds; ours always in UTC with six digits, 27
 * characters. Every record passes here several times, so it is read and written by hand. Stateless.
 */
public final class RecordTime {

  /** Length of a time that we write. */
  public static final int LENGTH = 27;

  private static final int SHORTEST = "2024-01-15T10:30:00Z".length();
  private static final int DATE = "2024-01-15".length();
  private static final int MAX_FRACTION = 6;
  private static final long FIRST_SECOND = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
  private static final int MAX_OFFSET_MINUTES = 18 * 60;

  private RecordTime() {}

  /**
   * Parses a time.
   *
   * @param text RFC 3339 with an offset and at most six digits behind the second
   * @return the instant, or empty if it is anything else, or in UTC not in the years 0000 to 9999
   */
  public static Optional<Instant> parse(String text) {
    OptionalLong micros = micros(text);
    return micros.isPresent() ? Optional.of(instant(micros.getAsLong())) : Optional.empty();
  }

  /**
   * Parses a time or a date, which stands for its beginning in UTC.
   *
   * @param text RFC 3339, or {@code YYYY-MM-DD}
   * @return the instant, or empty if it is neither
   */
  public static Optional<Instant> parseBound(String text) {
    return parse(text.length() == DATE ? text + "T00:00:00Z" : text);
  }

  /**
   * A time as records and indexes count it.
   *
   * @param time the time; what is finer than a microsecond is cut off
   * @return microseconds since 1970
   * @throws ArithmeticException if it lies further off than a long reaches, 292,000 years
   */
  public static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000);
  }

  /**
   * Microseconds since 1970.
   *
   * @param text a time
   * @return the number, or empty if it is no time
   */
  public static OptionalLong micros(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return micros(bytes, 0, bytes.length);
  }

  /**
   * Microseconds since 1970 of a time within an array.
   *
   * @param text ASCII
   * @param from its first byte
   * @param to behind its last byte
   * @return the number, or empty if it is no time
   */
  public static OptionalLong micros(byte[] text, int from, int to) {
    if (to - from < SHORTEST
        || text[from + 4] != '-'
        || text[from + 7] != '-'
        || text[from + 10] != 'T'
        || text[from + 13] != ':'
        || text[from + 16] != ':') {
      return OptionalLong.empty();
    }
    int hour = number(text, from + 11, 2);
    int minute = number(text, from + 14, 2);
    int second = number(text, from + 17, 2);
    int fractionEnd = fractionEnd(text, from + 19, to);
    OptionalLong day = epochDay(text, from);
    OptionalLong offset = offsetMinutes(text, fractionEnd, to);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
      return OptionalLong.empty();
    }
    if (day.isEmpty() || offset.isEmpty()) {
      return OptionalLong.empty();
    }
    long minutes = (day.getAsLong() * 24 + hour) * 60 + minute - offset.getAsLong();
    long seconds = minutes * 60 + second;
    if (seconds < FIRST_SECOND || seconds > LAST_SECOND) {
      return OptionalLong.empty(); // its offset takes it out of the years that have four digits
    }
    return OptionalLong.of(seconds * 1_000_000L + fractionMicros(text, from + 19, fractionEnd));
  }

  private static OptionalLong epochDay(byte[] text, int from) {
    int year = number(text, from, 4);
    int month = number(text, from + 5, 2);
    int day = number(text, from + 8, 2);
    if (year < 0 || month < 1 || month > 12 || day < 1) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(LocalDate.of(year, month, day).toEpochDay());
    } catch (DateTimeException e) {
      return OptionalLong.empty(); // a day that its month does not have
    }
  }

  /** Behind the fraction of a second; beyond the array's part if there is a malformed one. */
  private static int fractionEnd(byte[] text, int at, int to) {
    if (text[at] != '.') {
      return at;
    }
    int end = at + 1;
    while (end < to && isDigit(text[end])) {
      end++;
    }
    int digits = end - at - 1;
    return digits >= 1 && digits <= MAX_FRACTION ? end : to;
  }

  private static long fractionMicros(byte[] text, int point, int end) {
    long micros = 0;
    for (int i = 1; i <= MAX_FRACTION; i++) {
      micros = micros * 10 + (point + i < end ? text[point + i] - '0' : 0);
    }
    return micros;
  }

  private static OptionalLong offsetMinutes(byte[] text, int at, int to) {
    if (at == to - 1 && text[at] == 'Z') {
      return OptionalLong.of(0);
    }
    if (to - at != 6 || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':') {
      return OptionalLong.empty();
    }
    int hours = number(text, at + 1, 2);
    int minutes = number(text, at + 4, 2);
    int offset = hours * 60 + minutes;
    if (hours < 0 || minutes < 0 || minutes > 59 || offset > MAX_OFFSET_MINUTES) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(text[at] == '-' ? -offset : offset);
  }

  /** So many digits as a number, or -1 if one of them is none. */
  private static int number(byte[] text, int from, int digits) {
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      if (!isDigit(text[i])) {
        return -1;
      }
      number = number * 10 + (text[i] - '0');
    }
    return number;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /**
   * Writes a time.
   *
   * @param time cut to microseconds; years 0 to 9999
   * @return 27 characters
   * @throws IllegalArgumentException if the year has not four digits
   */
  public static String format(Instant time) {
    byte[] text = new byte[LENGTH];
    write(time, text, 0);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /**
   * Writes a time into an array.
   *
   * @param time cut to microseconds; years 0 to 9999
   * @param target takes 27 bytes
   * @param at where
   * @throws IllegalArgumentException if the year has not four digits
   */
  public static void write(Instant time, byte[] target, int at) {
    LocalDateTime utc =
        LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
    if (utc.getYear() < 0 || utc.getYear() > 9999) {
      throw new IllegalArgumentException("a time in a record has a year of 0 to 9999, not " + time);
    }
    digits(target, at, 4, utc.getYear());
    target[at + 4] = '-';
    digits(target, at + 5, 2, utc.getMonthValue());
    target[at + 7] = '-';
    digits(target, at + 8, 2, utc.getDayOfMonth());
    target[at + 10] = 'T';
    digits(target, at + 11, 2, utc.getHour());
    target[at + 13] = ':';
    digits(target, at + 14, 2, utc.getMinute());
    target[at + 16] = ':';
    digits(target, at + 17, 2, utc.getSecond());
    target[at + 19] = '.';
    digits(target, at + 20, 6, utc.getNano() / 1000);
    target[at + 26] = 'Z';
  }

  private static void digits(byte[] target, int at, int count, int number) {
    int rest = number;
    for (int i = at + count - 1; i >= at; i--) {
      target[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L);
  }
}
