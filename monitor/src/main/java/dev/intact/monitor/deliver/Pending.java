package dev.intact.monitor.deliver;

import java.time.Instant;

/**
 * A message that a channel has not taken yet.
 *
 * @param id the message's id
 * @param channel the channel's name
 * @param key what the message is about: those of one key keep their order
 * @param index where the message stands in the log
 * @param since when it was made
 * @param attempts how often it was tried in this process
 * @param due when it is tried next
 */
public record Pending(
    String id, String channel, String key, long index, Instant since, int attempts, Instant due) {

  /**
   * One that was not tried yet.
   *
   * @param id the message's id
   * @param channel the channel's name
   * @param key what it is about
   * @param index where it stands in the log
   * @param since when it was made
   */
  public Pending(String id, String channel, String key, long index, Instant since) {
    this(id, channel, key, index, since, 0, since);
  }

  Pending tried(Instant next) {
    return new Pending(id, channel, key, index, since, attempts + 1, next);
  }
}
