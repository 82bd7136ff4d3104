package dev.intact.files.watch;

import dev.intact.finding.Finding;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the watching of a set stands.
 *
 * @param set the set's name
 * @param since when it began
 * @param how by which means each root is watched
 * @param events about the set so far
 * @param dropped how many hints of events were lost; an overflow of the kernel's queue is one
 * @param open paths that are not as in force
 * @param amiss what is amiss with watching itself
 * @param canary what came of the last canary
 * @param oldest how long ago the file was read whole that was read the longest time ago
 */
public record WatchStatus(
    String set,
    Instant since,
    List<String> how,
    long events,
    long dropped,
    long open,
    List<Finding> amiss,
    String canary,
    Optional<Duration> oldest) {

  /** Copies. */
  public WatchStatus {
    how = List.copyOf(how);
    amiss = List.copyOf(amiss);
  }

  static WatchStatus begun(String set, Instant since, List<String> how) {
    return new WatchStatus(set, since, how, 0, 0, 0, List.of(), "none yet", Optional.empty());
  }

  WatchStatus with(
      long seen,
      long lost,
      long notInForce,
      List<Finding> wrong,
      Optional<Duration> age,
      List<String> means) {
    return new WatchStatus(set, since, means, seen, lost, notInForce, wrong, canary, age);
  }

  WatchStatus canary(String outcome) {
    return new WatchStatus(set, since, how, events, dropped, open, amiss, outcome, oldest);
  }

  /**
   * As JSON.
   *
   * @return an object
   */
  public JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("set", set)
            .put("since", since.toString())
            .put("how", JsonArray.ofStrings(how))
            .put("events", events)
            .put("events_dropped", dropped)
            .put("open", open)
            .put("amiss", JsonArray.ofStrings(amiss.stream().map(Finding::detail).toList()))
            .put("canary", canary);
    oldest.ifPresent(age -> json.put("oldest_reading_seconds", age.toSeconds()));
    return json.build();
  }
}
