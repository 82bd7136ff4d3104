package dev.intact.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What only the running process knows.
 *
 * @param late for how long each monitor has been due
 * @param attempts to deliver, by channel
 * @param heard when a heartbeat was last heard
 */
record Pulse(
    Map<String, Duration> late, Map<String, Deliverer.Attempts> attempts, Optional<Instant> heard) {

  /** Copies. */
  Pulse {
    late = Map.copyOf(late);
    attempts = Map.copyOf(attempts);
  }
}
