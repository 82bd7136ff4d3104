package dev.intact.monitor.channel;

import dev.intact.monitor.message.Message;
import java.util.List;

/** A channel whose receiver forgets what it is not told again and again. */
public interface Repeating extends Channel {

  /**
   * Tells again what stands.
   *
   * @param standing of alerts of which this channel was told: those that are not over, then those
   *     that are, the latest first
   * @return what became of it
   * @throws InterruptedException if the thread was interrupted
   */
  Outcome repeat(List<Message> standing) throws InterruptedException;
}
