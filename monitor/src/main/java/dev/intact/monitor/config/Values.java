package dev.intact.monitor.config;

import dev.intact.record.RecordTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** Kinds of values of the configuration. */
final class Values {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");

  private Values() {}

  static Duration duration(Yaml.Members in, String name, Duration absent, Duration min)
      throws ConfigException {
    if (in.get(name).isEmpty()) {
      return absent;
    }
    Yaml value = in.need(name);
    Duration duration =
        Durations.parse(value.text())
            .orElseThrow(() -> value.wrong("a time as 90s, 15m, 4h or 1d is needed"));
    if (duration.compareTo(min) < 0) {
      throw value.wrong("at least " + min.toSeconds() + "s");
    }
    return duration;
  }

  /** What names a monitor or a channel. */
  static String name(Yaml.Members in) throws ConfigException {
    Yaml value = in.need("name");
    String name = value.text();
    if (!NAME.matcher(name).matches()) {
      throw value.wrong(
          "a name has up to 80 of A-Z a-z 0-9 . _ - and begins with a letter or digit");
    }
    return name;
  }

  static LocalTime time(Yaml value) throws ConfigException {
    try {
      return LocalTime.parse(value.text());
    } catch (DateTimeParseException e) {
      throw value.wrong("a time of day as \"09:00\" is needed");
    }
  }

  static ZoneId zone(Yaml value) throws ConfigException {
    try {
      return ZoneId.of(value.text());
    } catch (DateTimeException e) {
      throw value.wrong("a time zone as Europe/Berlin or UTC is needed");
    }
  }

  static Instant instant(Yaml value) throws ConfigException {
    return RecordTime.parseBound(value.text())
        .orElseThrow(() -> value.wrong("a date or an RFC 3339 time with an offset is needed"));
  }
}
