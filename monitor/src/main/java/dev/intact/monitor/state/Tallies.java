package dev.intact.monitor.state;

import dev.intact.json.JsonObject;
import dev.intact.monitor.alert.Members;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often something happened since the log began, by the name of the monitor or channel that it
 * happened to. Not thread-safe.
 */
public final class Tallies {

  /** What is counted. */
  public enum Kind {
    /** Checks of a monitor without a result. */
    FAILURES,
    /** Runs of a monitor that did not take place. */
    MISSED,
    /** Violations of a monitor that were not known before. */
    VIOLATIONS,
    /** Messages that a channel took. */
    DELIVERED,
    /** Messages to a channel that were given up. */
    GIVEN_UP;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Kind, Map<String, Long>> counts = new EnumMap<>(Kind.class);

  Tallies() {
    for (Kind kind : Kind.values()) {
      counts.put(kind, new TreeMap<>());
    }
  }

  private Map<String, Long> map(Kind kind) {
    return counts.getOrDefault(kind, Map.of());
  }

  void add(Kind kind, String name, long more) {
    if (more > 0) {
      map(kind).merge(name, more, Long::sum);
    }
  }

  /** Nothing is checked under this name any more. */
  void retired(String monitor) {
    map(Kind.FAILURES).remove(monitor);
    map(Kind.MISSED).remove(monitor);
    map(Kind.VIOLATIONS).remove(monitor);
  }

  /**
   * How often it happened to one.
   *
   * @param kind what
   * @param name the monitor, of several subjects with the subject's; or the channel
   * @return since the log began, or since it was last in the configuration
   */
  public long of(Kind kind, String name) {
    return map(kind).getOrDefault(name, 0L);
  }

  /**
   * How often it happened to all.
   *
   * @param kind what
   * @return the sum
   */
  public long all(Kind kind) {
    return map(kind).values().stream().mapToLong(Long::longValue).sum();
  }

  /** One object for each number. */
  List<JsonObject> toJson() {
    List<JsonObject> all = new ArrayList<>();
    counts.forEach((kind, names) ->
        names.forEach((name, count) ->
            all.add(
                JsonObject.builder()
                    .put("of", kind.text())
                    .put("name", name)
                    .put("count", count)
                    .build())));
    return all;
  }

  void restore(JsonObject json) {
    add(
        Members.constant(Kind.class, json, "of"),
        Members.string(json, "name"),
        Members.integer(json, "count"));
  }
}
