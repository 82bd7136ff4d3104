package dev.intact.monitor.deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What every channel has still to take, in memory: a view of the log's messages without those that
 * the log says were delivered or given up. Not thread-safe.
 */
public final class Outbox {

  /** So many may wait for a channel; one more is given up. */
  public static final int MAX_PENDING = 10_000;

  private static final class Queue {
    private final List<Pending> waiting = new ArrayList<>();
    private Instant notBefore = Instant.MIN;
    private double tokens = Double.NaN;
    private Instant filled = Instant.MIN;
    private Instant seen = Instant.MIN;
    private boolean gone;
  }

  private final Retries retries;
  private final Map<String, Queue> queues = new TreeMap<>();

  /**
   * An empty outbox.
   *
   * @param retries when messages are tried again
   */
  public Outbox(Retries retries) {
    this.retries = retries;
  }

  private Queue queue(String channel) {
    return queues.computeIfAbsent(channel, c -> new Queue());
  }

  /**
   * Takes a message in.
   *
   * @param pending the message
   */
  public void add(Pending pending) {
    queue(pending.channel()).waiting.add(pending);
  }

  /**
   * What a channel has no place for.
   *
   * @param channel its name
   * @return the oldest that waits, if there are too many
   */
  public Optional<Pending> overflow(String channel) {
    List<Pending> waiting = queue(channel).waiting;
    return waiting.size() > MAX_PENDING ? Optional.of(waiting.getFirst()) : Optional.empty();
  }

  /**
   * A message is settled: delivered or given up.
   *
   * @param id its id
   * @param channel the channel's name
   */
  public void settled(String id, String channel) {
    queue(channel).waiting.removeIf(p -> p.id().equals(id));
  }

  /**
   * The message to try now: the oldest that is due, behind no other about the same thing.
   *
   * @param channel the channel's name
   * @param pace what it takes
   * @param now the time
   * @return empty if there is none, or the channel rests
   */
  public Optional<Pending> next(String channel, Pace pace, Instant now) {
    Queue queue = queue(channel);
    if (now.isBefore(queue.seen)) {
      // The clock went back: what was put off until a time on it is due, or it might wait for ever.
      works(channel, now);
    }
    queue.seen = now;
    if (now.isBefore(queue.notBefore) || !hasToken(queue, pace, now)) {
      return Optional.empty();
    }
    Set<String> blocked = new HashSet<>();
    for (Pending pending : queue.waiting) {
      if (blocked.add(pending.key()) && !pending.due().isAfter(now)) {
        queue.tokens -= 1;
        return Optional.of(pending);
      }
    }
    return Optional.empty();
  }

  /** A clock that goes back fills nothing and takes nothing. */
  private static boolean hasToken(Queue queue, Pace pace, Instant now) {
    if (Double.isNaN(queue.tokens)) {
      queue.tokens = pace.burst();
    } else if (now.isAfter(queue.filled)) {
      double minutes = Duration.between(queue.filled, now).toMillis() / 60_000.0;
      queue.tokens = Math.min(pace.burst(), queue.tokens + minutes * pace.perMinute());
    }
    queue.filled = now;
    return queue.tokens >= 1;
  }

  /**
   * An attempt failed, but another may not.
   *
   * @param pending the message
   * @param now the time
   * @param after what the receiver asked for; the whole channel rests so long
   * @return true if it is tried again; false if it is time to give it up
   */
  public boolean again(Pending pending, Instant now, Optional<Duration> after) {
    Queue queue = queue(pending.channel());
    after.ifPresent(a -> queue.notBefore = now.plus(Retries.bounded(a)));
    Optional<Instant> next = retries.next(pending, now, after);
    next.ifPresent(
        at -> queue.waiting.replaceAll(p -> p.id().equals(pending.id()) ? p.tried(at) : p));
    return next.isPresent();
  }

  /**
   * A channel took a message: what failed before is tried at once, for its receiver is back.
   *
   * @param channel its name
   * @param now the time
   */
  public void works(String channel, Instant now) {
    Queue queue = queue(channel);
    queue.notBefore = Instant.MIN;
    queue.waiting.replaceAll(p ->
        p.due().isAfter(now)
            ? new Pending(p.id(), p.channel(), p.key(), p.index(), p.since(), p.attempts(), now)
            : p);
  }

  /**
   * A receiver wants nothing any more.
   *
   * @param channel its name
   */
  public void gone(String channel) {
    queue(channel).gone = true;
  }

  /**
   * Whether a receiver wants nothing any more.
   *
   * @param channel its name
   * @return true from {@link #gone} to {@link #revive}
   */
  public boolean isGone(String channel) {
    return queue(channel).gone;
  }

  /** A new configuration: every channel is tried again. */
  public void revive() {
    queues.values().forEach(q -> q.gone = false);
  }

  /**
   * What waits for a channel.
   *
   * @param channel its name
   * @return oldest first
   */
  public List<Pending> pending(String channel) {
    return List.copyOf(queue(channel).waiting);
  }

  /**
   * What waits, of all channels.
   *
   * @return oldest first within a channel
   */
  public List<Pending> pending() {
    return queues.values().stream().flatMap(q -> q.waiting.stream()).toList();
  }
}
