package dev.intact.monitor.config;

import dev.intact.monitor.alert.Thresholds;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is in force where a configuration says nothing.
 *
 * @param zone of the report
 * @param monitors one for each capability, named as it: checks all subjects that no monitor of the
 *     file names, unless the file has a monitor of its name
 * @param refusal why a declared set of files cannot be one, by who checks files
 */
public record Defaults(
    ZoneId zone, List<MonitorSpec> monitors, Function<FileSetSpec, Optional<String>> refusal) {

  /** A quarter of an hour from one check to the next. */
  public static final Duration INTERVAL = Duration.ofMinutes(15);

  /** Copies. */
  public Defaults {
    monitors = List.copyOf(monitors);
  }

  /**
   * Nothing is checked that the file does not name.
   *
   * @param zone of the report
   * @return the defaults
   */
  public static Defaults none(ZoneId zone) {
    return new Defaults(zone, List.of(), set -> Optional.empty());
  }

  /**
   * How many violations make an alert.
   *
   * @param kind the capability
   * @return those of its monitor, else those of the capability
   */
  Thresholds thresholds(String kind) {
    return of(kind).map(MonitorSpec::thresholds).orElseGet(() -> Thresholds.of(kind));
  }

  /**
   * From one start to the next.
   *
   * @param kind the capability
   * @return as its monitor has it, else a quarter of an hour
   */
  Duration interval(String kind) {
    return of(kind).map(MonitorSpec::interval).orElse(INTERVAL);
  }

  private Optional<MonitorSpec> of(String kind) {
    return monitors.stream().filter(m -> m.kind().equals(kind)).findFirst();
  }
}
