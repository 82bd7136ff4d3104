package dev.intact.json;

/**
 * A JSON value. Immutable; two values are equal exactly if their canonical forms are the same
 * bytes.
 */
public sealed interface JsonValue
    permits JsonArray, JsonBoolean, JsonNull, JsonNumber, JsonObject, JsonString {}
