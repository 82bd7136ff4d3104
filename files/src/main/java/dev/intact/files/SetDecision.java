package dev.intact.files;

import java.time.Instant;
import java.util.List;

/**
 * That somebody took states into force: a baseline, or an acceptance.
 *
 * @param index where it stands in the set's log
 * @param at when it was recorded
 * @param decision who and why
 * @param baseline whether it is a baseline, of everything
 * @param entries how many states
 * @param paths what was accepted, for people; empty if it was everything
 */
public record SetDecision(
    long index, Instant at, Decision decision, boolean baseline, long entries, List<String> paths) {

  /** Copies. */
  public SetDecision {
    paths = List.copyOf(paths);
  }

  /**
   * What was taken into force.
   *
   * @return a few words
   */
  public String what() {
    if (baseline) {
      return "a baseline of " + entries + " entries";
    }
    String changes = entries + (entries == 1 ? " change" : " changes");
    return paths.isEmpty() ? changes : changes + ": " + String.join(", ", paths);
  }
}
