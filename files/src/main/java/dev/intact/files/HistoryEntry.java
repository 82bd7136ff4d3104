package dev.intact.files;

import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.json.JsonObject;
import java.util.Locale;
import java.util.Optional;

/**
 * A state that a path had.
 *
 * @param index the index of the act
 * @param time when it was recorded
 * @param act {@code baseline}, {@code accept} or {@code check}
 * @param by who
 * @param reason why, or what a check found; empty if nothing is said
 * @param state the state; empty if it was not there, or was not established
 */
public record HistoryEntry(
    long index, String time, String act, String by, String reason, Optional<FileState> state) {

  /**
   * The entry as JSON.
   *
   * @return an object
   */
  public JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("index", index)
            .put("time", time)
            .put("act", act)
            .put("by", by)
            .put("reason", reason);
    state.ifPresent(s -> {
      JsonObject.Builder facts = JsonObject.builder().put("type", s.kind().toString());
      s.values().forEach((field, value) -> facts.put(key(field), value));
      JsonObject.Builder xattrs = JsonObject.builder();
      s.xattrs().forEach(xattrs::put);
      json.put("state", facts.put("xattrs", xattrs.build()).build());
    });
    return json.build();
  }

  private static String key(Field field) {
    return field.name().toLowerCase(Locale.ROOT);
  }
}
