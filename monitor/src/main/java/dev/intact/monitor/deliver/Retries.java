package dev.intact.monitor.deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a message is tried again: after 5 s, 30 s, 2, 5, 15, 30 minutes, then every hour, each up to
 * a fifth later by chance, so that many do not come back together; a day after it was made no more,
 * but all of the first delays are waited for in any case: a process that was down for a day, or a
 * clock that jumps, must not make of the first failure the last.
 */
public final class Retries {

  private static final List<Duration> DELAYS =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(1));

  private static final Duration HORIZON = Duration.ofDays(1);

  private final RandomGenerator random;

  /**
   * What is granted of the time that a receiver asks for: a year must not keep a message waiting
   * that long without a word.
   *
   * @param after the time it asks for
   * @return an hour at most
   */
  static Duration bounded(Duration after) {
    return after.compareTo(DELAYS.getLast()) > 0 ? DELAYS.getLast() : after;
  }

  /**
   * Retries by this chance.
   *
   * @param random seeded where they must be repeatable
   */
  public Retries(RandomGenerator random) {
    this.random = random;
  }

  /**
   * The next attempt after one that failed.
   *
   * @param pending the message before that attempt is counted
   * @param now the time
   * @param after what the receiver asked for
   * @return when; empty if it is given up
   */
  Optional<Instant> next(Pending pending, Instant now, Optional<Duration> after) {
    Duration delay = DELAYS.get(Math.min(pending.attempts(), DELAYS.size() - 1));
    Duration jittered = delay.plusMillis((long) (delay.toMillis() * 0.2 * random.nextDouble()));
    Duration wait =
        after.map(Retries::bounded).filter(a -> a.compareTo(jittered) > 0).orElse(jittered);
    Instant next = now.plus(wait);
    if (pending.attempts() < DELAYS.size() - 1) {
      return Optional.of(next);
    }
    Instant end = pending.since().plus(HORIZON);
    if (!now.isBefore(end)) {
      return Optional.empty();
    }
    return Optional.of(next.isAfter(end) ? end : next);
  }
}
