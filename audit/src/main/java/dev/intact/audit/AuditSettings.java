package dev.intact.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How an installation keeps and checks its trails; each from the environment or a file of {@code
 * NAME=value}.
 *
 * @param retentionDays {@code AUDIT_RETENTION_DAYS}: nothing younger may ever expire; 1 to 36,500,
 *     2,555 unless set
 * @param checkInterval {@code AUDIT_INTEGRITY_CHECK_INTERVAL}: seconds between scheduled checks; 1
 *     to 31,536,000, 3,600 unless set
 * @param alertThreshold {@code AUDIT_INTEGRITY_ALERT_THRESHOLD}: how many findings of one check
 *     raise an alert; 1 unless set
 * @param checkPeriod {@code AUDIT_INTEGRITY_FULL_CHECK_PERIOD}: seconds within which every record
 *     is checked again; not below the interval, 604,800 unless set
 * @param lateAfter {@code AUDIT_LATE_AFTER}: seconds after which an event counts as recorded late;
 *     86,400 unless set
 * @param lateIsFinding {@code AUDIT_LATE_IS_FINDING}: the trails, separated by commas, in which a
 *     late record is a finding; {@code *} for all, none unless set
 */
public record AuditSettings(
    int retentionDays,
    Duration checkInterval,
    int alertThreshold,
    Duration checkPeriod,
    Duration lateAfter,
    Set<String> lateIsFinding) {

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final int YEAR_SECONDS = 31_536_000;

  /** The names of all settings. */
  public static final List<String> NAMES =
      List.of(
          "AUDIT_RETENTION_DAYS",
          "AUDIT_INTEGRITY_CHECK_INTERVAL",
          "AUDIT_INTEGRITY_ALERT_THRESHOLD",
          "AUDIT_INTEGRITY_FULL_CHECK_PERIOD",
          "AUDIT_LATE_AFTER",
          "AUDIT_LATE_IS_FINDING");

  /** The settings of an installation that sets nothing. */
  public static final AuditSettings DEFAULT = parse(Map.of());

  /** Copies the set and checks the period. */
  public AuditSettings {
    lateIsFinding = Set.copyOf(lateIsFinding);
    if (checkPeriod.compareTo(checkInterval) < 0) {
      throw new IllegalArgumentException(
          "AUDIT_INTEGRITY_FULL_CHECK_PERIOD is not below AUDIT_INTEGRITY_CHECK_INTERVAL");
    }
  }

  /**
   * Reads settings.
   *
   * @param values by name; other names are not looked at
   * @return the settings, with what is unset as above
   * @throws IllegalArgumentException if a value is malformed or out of its range; names it
   */
  public static AuditSettings parse(Map<String, String> values) {
    String late = values.getOrDefault("AUDIT_LATE_IS_FINDING", "").strip();
    int interval = number(values, "AUDIT_INTEGRITY_CHECK_INTERVAL", 3600, 1, YEAR_SECONDS);
    return new AuditSettings(
        number(values, "AUDIT_RETENTION_DAYS", 2555, 1, 36_500),
        Duration.ofSeconds(interval),
        number(values, "AUDIT_INTEGRITY_ALERT_THRESHOLD", 1, 1, 1_000_000),
        Duration.ofSeconds(
            number(
                values,
                "AUDIT_INTEGRITY_FULL_CHECK_PERIOD",
                Math.max(interval, 604_800),
                1,
                10 * YEAR_SECONDS)),
        Duration.ofSeconds(number(values, "AUDIT_LATE_AFTER", 86_400, 1, 10 * YEAR_SECONDS)),
        late.isEmpty() ? Set.of() : Set.of(late.split("\\s*,\\s*")));
  }

  /**
   * Reads settings from a file, overridden by the environment.
   *
   * @param file lines of {@code NAME=value}; blank lines and lines that begin with {@code #} count
   *     for nothing
   * @param environment by name
   * @return the settings
   * @throws IllegalArgumentException if a line is no setting, a name is unknown, or a value is out
   *     of its range
   */
  public static AuditSettings parse(List<String> file, Map<String, String> environment) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < file.size(); i++) {
      String line = file.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      String name = equals < 0 ? line : line.substring(0, equals).strip();
      if (equals < 0 || !NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "line " + (i + 1) + " of the settings: " + name + " is none of " + NAMES);
      }
      values.put(name, line.substring(equals + 1).strip());
    }
    NAMES.stream()
        .filter(environment::containsKey)
        .forEach(name -> values.put(name, environment.get(name)));
    return parse(values);
  }

  private static int number(Map<String, String> values, String name, int absent, int min, int max) {
    String text = values.getOrDefault(name, Integer.toString(absent)).strip();
    int value = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " is a number from " + min + " to " + max + ", not \"" + text + "\"");
    }
    return value;
  }

  LatePolicy late(String trail) {
    return new LatePolicy(lateAfter, lateIsFinding.contains("*") || lateIsFinding.contains(trail));
  }

  /**
   * Whether a record may ever be let go.
   *
   * @param createdAt its time of record
   * @param now the present
   * @return false for everything younger than the retention
   */
  public boolean mayExpire(Instant createdAt, Instant now) {
    return createdAt.isBefore(expirableBefore(now));
  }

  /**
   * The time before which records may be let go.
   *
   * @param now the present
   * @return the present less the retention
   */
  public Instant expirableBefore(Instant now) {
    return now.minus(retentionDays, ChronoUnit.DAYS);
  }
}
