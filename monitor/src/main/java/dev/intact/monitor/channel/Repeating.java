package dev.intact.monitor.channel;

import dev.intact.monitor.alert.Alert;
import java.time.Instant;
import java.util.List;

/** A channel whose receiver forgets what it is not told again and again. */
public interface Repeating extends Channel {

  /**
   * Tells again what stands.
   *
   * @param active alerts that are not over, of which this channel was told
   * @param resolved alerts that are over, the latest first
   * @param now the time
   * @return what became of it
   * @throws InterruptedException if the thread was interrupted
   */
  Outcome repeat(List<Alert> active, List<Alert> resolved, Instant now) throws InterruptedException;
}
