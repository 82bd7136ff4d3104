package dev.intact.json;

/** The null of JSON. */
public enum JsonNull implements JsonValue {
  /** The only one. */
  NULL
}
