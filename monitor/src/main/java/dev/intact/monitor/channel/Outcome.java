package dev.intact.monitor.channel;

import java.time.Duration;
import java.util.Optional;

/** What became of an attempt. */
public sealed interface Outcome {

  /**
   * What the receiver, or the network, said.
   *
   * @return one line without secrets
   */
  String detail();

  /**
   * The receiver has it.
   *
   * @param detail what the receiver said
   */
  record Delivered(String detail) implements Outcome {}

  /**
   * Not now; try again.
   *
   * @param detail why
   * @param after not before this time, if the receiver named one
   */
  record Again(String detail, Optional<Duration> after) implements Outcome {

    /**
     * Without a time.
     *
     * @param detail why
     */
    public Again(String detail) {
      this(detail, Optional.empty());
    }
  }

  /**
   * Never: the same message would be refused again.
   *
   * @param detail why
   */
  record Refused(String detail) implements Outcome {}

  /**
   * The receiver wants no message any more.
   *
   * @param detail what it said
   */
  record Gone(String detail) implements Outcome {}
}
