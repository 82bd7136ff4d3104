package dev.intact.monitor.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 90s}, {@code 15m}, {@code 4h}, {@code 1d}. */
public final class Durations {

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(s|m|h|d)");

  private Durations() {}

  /**
   * The duration of a text.
   *
   * @param text up to six digits and a unit
   * @return empty if it is none
   */
  public static Optional<Duration> parse(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(parts.group(1));
    return Optional.of(
        switch (parts.group(2)) {
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        });
  }
}
