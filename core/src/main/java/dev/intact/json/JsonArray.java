package dev.intact.json;

import java.util.List;

/**
 * An array.
 *
 * @param values its members
 */
public record JsonArray(List<JsonValue> values) implements JsonValue {

  /** Copies the list. */
  public JsonArray {
    values = List.copyOf(values);
  }

  /**
   * An array of strings.
   *
   * @param strings its members
   * @return the array
   */
  public static JsonArray ofStrings(List<String> strings) {
    return new JsonArray(strings.stream().<JsonValue>map(JsonString::new).toList());
  }
}
