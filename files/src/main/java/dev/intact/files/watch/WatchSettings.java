package dev.intact.files.watch;

import dev.intact.files.scan.ByteString;
import java.time.Duration;
import java.util.List;

/**
 * How sets are watched.
 *
 * @param deepAge every file is read again within this time, whatever events say
 * @param canaryEvery how often it is proven that a change is seen
 * @param canaryWithin a canary that is not seen for so long is a miss
 * @param byDirectory whether to use inotify even where fanotify is to be had
 * @param own directories that we write to ourselves: events there are no hints
 */
public record WatchSettings(
    Duration deepAge,
    Duration canaryEvery,
    Duration canaryWithin,
    boolean byDirectory,
    List<ByteString> own) {

  /** 24 hours; a canary every 5 minutes, seen within 10 seconds. */
  public static final WatchSettings DEFAULT =
      new WatchSettings(
          Duration.ofHours(24), Duration.ofMinutes(5), Duration.ofSeconds(10), false, List.of());

  /** Checks the ranges. */
  public WatchSettings {
    if (!deepAge.isPositive() || !canaryEvery.isPositive() || !canaryWithin.isPositive()) {
      throw new IllegalArgumentException("the times of watching are positive");
    }
    own = List.copyOf(own);
  }

  /**
   * The same with another greatest age.
   *
   * @param age every file is read again within this time
   * @return new settings
   */
  public WatchSettings withDeepAge(Duration age) {
    return new WatchSettings(age, canaryEvery, canaryWithin, byDirectory, own);
  }

  /**
   * The same with other canaries.
   *
   * @param every how often
   * @param within how long one may take
   * @return new settings
   */
  public WatchSettings withCanary(Duration every, Duration within) {
    return new WatchSettings(deepAge, every, within, byDirectory, own);
  }

  /**
   * The same with inotify.
   *
   * @param only whether to use it even where fanotify is to be had
   * @return new settings
   */
  public WatchSettings withInotify(boolean only) {
    return new WatchSettings(deepAge, canaryEvery, canaryWithin, only, own);
  }

  /**
   * The same with directories of our own.
   *
   * @param directories absolute
   * @return new settings
   */
  public WatchSettings withOwn(List<ByteString> directories) {
    return new WatchSettings(deepAge, canaryEvery, canaryWithin, byDirectory, directories);
  }
}
