package dev.intact.log.fault;

import java.util.Optional;

/**
 * What happens at one call.
 *
 * @param effect how much of the call's effect takes place
 * @param crash how the process or the machine ends with it; empty if the call fails and the process
 *     goes on
 */
public record Fault(Effect effect, Optional<Crash> crash) {

  /** How much of a call takes place. */
  public enum Effect {
    /** Nothing. */
    NONE,
    /**
     * It can be read and is not durable, or only a part of it happened. A force has done nothing,
     * and what it should have written counts as clean.
     */
    HALF,
    /** Everything; where it fails all the same, it only says so. */
    WHOLE
  }
}
