package dev.intact.monitor.alert;

import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonString;
import dev.intact.json.JsonValue;
import dev.intact.record.RecordTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads members of records that must be there; throws what names the one that is not. */
public final class Members {

  private Members() {}

  /**
   * A string.
   *
   * @param json the object
   * @param name the member
   * @return its value
   * @throws IllegalArgumentException if it is not there or none
   */
  public static String string(JsonObject json, String name) {
    return json.string(name).orElseThrow(() -> missing(name));
  }

  /**
   * A whole number.
   *
   * @param json the object
   * @param name the member
   * @return its value
   * @throws IllegalArgumentException if it is not there or none
   */
  public static long integer(JsonObject json, String name) {
    return json.integer(name).orElseThrow(() -> missing(name));
  }

  /**
   * An object.
   *
   * @param json the object
   * @param name the member
   * @return its value
   * @throws IllegalArgumentException if it is not there or none
   */
  public static JsonObject object(JsonObject json, String name) {
    return json.object(name).orElseThrow(() -> missing(name));
  }

  /**
   * A time.
   *
   * @param json the object
   * @param name the member
   * @return its value
   * @throws IllegalArgumentException if it is not there or none
   */
  public static Instant time(JsonObject json, String name) {
    return optionalTime(json, name).orElseThrow(() -> missing(name));
  }

  /**
   * A time that may be left out.
   *
   * @param json the object
   * @param name the member
   * @return its value
   */
  public static Optional<Instant> optionalTime(JsonObject json, String name) {
    return json.string(name).flatMap(RecordTime::parse);
  }

  /**
   * A constant of an enumeration, in either case.
   *
   * @param <E> the enumeration
   * @param type its class
   * @param json the object
   * @param name the member
   * @return the constant
   * @throws IllegalArgumentException if it is not there or none
   */
  public static <E extends Enum<E>> E constant(Class<E> type, JsonObject json, String name) {
    return Enum.valueOf(type, string(json, name).toUpperCase(Locale.ROOT));
  }

  /**
   * The objects of an array.
   *
   * @param json the object
   * @param name the member
   * @return its objects; empty if it is not there
   * @throws IllegalArgumentException if it holds something else
   */
  public static List<JsonObject> objects(JsonObject json, String name) {
    List<JsonObject> all = new ArrayList<>();
    for (JsonValue value : json.array(name).orElse(List.of())) {
      if (!(value instanceof JsonObject object)) {
        throw missing(name);
      }
      all.add(object);
    }
    return all;
  }

  /**
   * The strings of an array.
   *
   * @param json the object
   * @param name the member
   * @return its strings; empty if it is not there
   * @throws IllegalArgumentException if it holds something else
   */
  public static List<String> strings(JsonObject json, String name) {
    List<String> all = new ArrayList<>();
    for (JsonValue value : json.array(name).orElse(List.of())) {
      if (!(value instanceof JsonString string)) {
        throw missing(name);
      }
      all.add(string.value());
    }
    return all;
  }

  /**
   * An array of objects.
   *
   * @param objects its elements
   * @return the array
   */
  public static JsonArray array(List<JsonObject> objects) {
    return new JsonArray(List.copyOf(objects));
  }

  private static IllegalArgumentException missing(String name) {
    return new IllegalArgumentException("the record has no proper " + name);
  }
}
