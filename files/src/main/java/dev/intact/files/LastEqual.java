package dev.intact.files;

import dev.intact.json.JsonObject;
import java.util.Optional;

/**
 * When a path last had a content.
 *
 * @param equal the last act that established it; empty if none ever did
 * @param then the first act after that which found something else; empty if none did yet
 */
public record LastEqual(Optional<HistoryEntry> equal, Optional<HistoryEntry> then) {

  /**
   * The answer as JSON.
   *
   * @return an object; absent members are left out
   */
  public JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder();
    equal.ifPresent(e -> json.put("last_equal", e.toJson()));
    then.ifPresent(t -> json.put("then", t.toJson()));
    return json.build();
  }
}
