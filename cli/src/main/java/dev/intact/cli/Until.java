package dev.intact.cli;

import dev.intact.record.RecordTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times to come, as they are typed. */
final class Until {

  private static final Pattern AHEAD = Pattern.compile("\\+?([0-9]{1,6})(m|h|d)");

  private Until() {}

  /** A date, or so many minutes, hours or days from now. */
  static Instant time(String option, String text, Instant now) {
    Matcher ahead = AHEAD.matcher(text);
    if (ahead.matches()) {
      long count = Long.parseLong(ahead.group(1));
      return now.plus(
          switch (ahead.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          });
    }
    Optional<Instant> time = RecordTime.parseBound(text);
    return time.orElseThrow(() ->
        new IllegalArgumentException(
            option
                + ": "
                + text
                + " is no time; write 2026-03-01T12:00:00Z, or 90m, 2h, 3d from now"));
  }
}
