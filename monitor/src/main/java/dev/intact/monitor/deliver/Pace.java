package dev.intact.monitor.deliver;

/**
 * How many messages a channel takes.
 *
 * @param perMinute so many in a minute in the long run, at least 1
 * @param burst so many at once, at least 1
 */
public record Pace(int perMinute, int burst) {

  /** Sixty a minute, ten at once. */
  public static final Pace DEFAULT = new Pace(60, 10);

  /** Checks the range. */
  public Pace {
    if (perMinute < 1 || burst < 1) {
      throw new IllegalArgumentException("a pace is at least one message a minute, one at once");
    }
  }
}
