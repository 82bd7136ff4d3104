package dev.intact.files;

import dev.intact.finding.Verdict;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What checks of a set have found over some time. The same state of the same path counts once,
 * however many checks met it.
 *
 * @param set its name
 * @param since from when on
 * @param checks how many checks there were
 * @param clean how many of them found nothing
 * @param found by verdict
 * @param explained how many findings had an explanation
 */
public record SetSummary(
    String set, Instant since, long checks, long clean, Map<Verdict, Long> found, long explained) {

  /** Copies. */
  public SetSummary {
    found = Map.copyOf(found);
  }

  /**
   * The verdicts, most common first.
   *
   * @return verdict and count
   */
  public List<Map.Entry<Verdict, Long>> ordered() {
    return new TreeMap<>(found)
        .entrySet().stream()
            .sorted(Map.Entry.<Verdict, Long>comparingByValue(Comparator.reverseOrder()))
            .toList();
  }

  /**
   * The summary as JSON.
   *
   * @return an object
   */
  public JsonObject toJson() {
    List<JsonValue> violations =
        ordered().stream()
            .<JsonValue>map(e ->
                JsonObject.builder()
                    .put("verdict", e.getKey().name())
                    .put("count", e.getValue())
                    .build())
            .toList();
    return JsonObject.builder()
        .put("set", set)
        .put("since", since.toString())
        .put("checks", checks)
        .put("clean", clean)
        .put("violations", new JsonArray(violations))
        .put("explained", explained)
        .build();
  }
}
