package dev.intact.files.manifest;

import dev.intact.json.JsonObject;
import java.util.Optional;

/**
 * Something of a foreign file that could not be carried over as it is.
 *
 * @param file in which it stands, if that is not the one that was given
 * @param line where it stands, from 1
 * @param text what stands there
 * @param remark what became of it
 */
public record Remark(Optional<String> file, long line, String text, String remark) {

  /**
   * The remark as JSON.
   *
   * @return an object
   */
  public JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder();
    file.ifPresent(f -> json.put("file", f));
    return json.put("line", line).put("text", text).put("remark", remark).build();
  }
}
