package dev.intact.files.manifest;

import dev.intact.json.JsonObject;

/**
 * Something of a foreign file that could not be carried over as it is.
 *
 * @param line where it stands, from 1
 * @param text what stands there
 * @param remark what became of it
 */
public record Remark(long line, String text, String remark) {

  /**
   * The remark as JSON.
   *
   * @return an object
   */
  public JsonObject toJson() {
    return JsonObject.builder().put("line", line).put("text", text).put("remark", remark).build();
  }
}
