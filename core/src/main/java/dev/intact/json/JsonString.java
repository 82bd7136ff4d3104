package dev.intact.json;

/**
 * A string.
 *
 * @param value its text, without lone surrogates
 */
public record JsonString(String value) implements JsonValue {

  /** Refuses lone surrogates: they have no UTF-8. */
  public JsonString {
    Surrogates.requirePaired(value);
  }
}
