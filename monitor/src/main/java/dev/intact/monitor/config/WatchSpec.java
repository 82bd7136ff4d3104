package dev.intact.monitor.config;

import java.time.Duration;

/**
 * How a monitor's subjects are watched between checks.
 *
 * @param rereadWithin everything is read again within this time, whatever events say
 * @param canaryEvery how often it is proven that a change is seen
 * @param canaryWithin a proof that takes longer has failed
 * @param byDirectory whether to watch directory by directory, without the kernel's means that need
 *     root
 */
public record WatchSpec(
    Duration rereadWithin, Duration canaryEvery, Duration canaryWithin, boolean byDirectory) {

  /** 24 hours; every 5 minutes, within 10 seconds; by the best means there is. */
  public static final WatchSpec DEFAULT =
      new WatchSpec(Duration.ofHours(24), Duration.ofMinutes(5), Duration.ofSeconds(10), false);
}
