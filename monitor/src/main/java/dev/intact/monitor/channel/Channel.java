package dev.intact.monitor.channel;

import dev.intact.monitor.message.Message;

/** One way on which messages leave. Thread-safe. */
public interface Channel {

  /**
   * The name in the configuration.
   *
   * @return the name
   */
  String name();

  /**
   * Sends a message, once. May repeat an earlier one of the same id.
   *
   * @param message what
   * @return what became of it; nothing in it is secret
   * @throws InterruptedException if the thread was interrupted; it may have been sent or not
   */
  Outcome send(Message message) throws InterruptedException;

  /** Gives up what it holds. */
  default void close() {}
}
