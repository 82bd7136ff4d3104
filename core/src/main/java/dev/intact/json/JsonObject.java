package dev.intact.json;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An object. Its members are kept in the order of RFC 8785, by the UTF-16 code units of their
 * names. Immutable.
 */
public final class JsonObject implements JsonValue {

  private static final JsonObject EMPTY = new JsonObject(new TreeMap<>());

  private final SortedMap<String, JsonValue> members;

  private JsonObject(TreeMap<String, JsonValue> members) {
    this.members = Collections.unmodifiableSortedMap(members);
  }

  /** Takes the map over; the caller forgets it. */
  static JsonObject owning(TreeMap<String, JsonValue> members) {
    return new JsonObject(members);
  }

  /**
   * The object without members.
   *
   * @return {}
   */
  public static JsonObject empty() {
    return EMPTY;
  }

  /**
   * Starts an object.
   *
   * @return an empty builder
   */
  public static Builder builder() {
    return new Builder(new TreeMap<>());
  }

  /**
   * Starts an object with the members of this one.
   *
   * @return a builder
   */
  public Builder toBuilder() {
    return new Builder(new TreeMap<>(members));
  }

  /**
   * The members in canonical order.
   *
   * @return an unmodifiable map
   */
  public Map<String, JsonValue> members() {
    return members;
  }

  /**
   * The names in canonical order.
   *
   * @return an unmodifiable set
   */
  public Set<String> names() {
    return members.keySet();
  }

  /**
   * A member.
   *
   * @param name its name
   * @return its value, or empty if there is none
   */
  public Optional<JsonValue> get(String name) {
    return Optional.ofNullable(members.get(name));
  }

  /**
   * A member that is a string.
   *
   * @param name its name
   * @return its text, or empty if there is none or it is no string
   */
  public Optional<String> string(String name) {
    return members.get(name) instanceof JsonString s ? Optional.of(s.value()) : Optional.empty();
  }

  /**
   * A member that is an integer.
   *
   * @param name its name
   * @return its value, or empty if there is none or it is no integer within 2^53 - 1
   */
  public Optional<Long> integer(String name) {
    return members.get(name) instanceof JsonNumber n && n.isInteger()
        ? Optional.of(n.longValue())
        : Optional.empty();
  }

  /**
   * A member that is an object.
   *
   * @param name its name
   * @return the object, or empty if there is none or it is something else
   */
  public Optional<JsonObject> object(String name) {
    return members.get(name) instanceof JsonObject o ? Optional.of(o) : Optional.empty();
  }

  /**
   * A member that is an array.
   *
   * @param name its name
   * @return its values, or empty if there is none or it is something else
   */
  public Optional<List<JsonValue>> array(String name) {
    return members.get(name) instanceof JsonArray a ? Optional.of(a.values()) : Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonObject o && members.equals(o.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  @Override
  public String toString() {
    return Json.text(this);
  }

  /** Builds an object; not thread-safe. Putting a name again replaces its value. */
  public static final class Builder {

    private final TreeMap<String, JsonValue> members;

    private Builder(TreeMap<String, JsonValue> members) {
      this.members = members;
    }

    /**
     * Sets a member.
     *
     * @param name its name, without lone surrogates
     * @param value its value
     * @return this
     */
    public Builder put(String name, JsonValue value) {
      Surrogates.requirePaired(name);
      members.put(name, value);
      return this;
    }

    /**
     * Sets a member to a string.
     *
     * @param name its name
     * @param value its text
     * @return this
     */
    public Builder put(String name, String value) {
      return put(name, new JsonString(value));
    }

    /**
     * Sets a member to an integer.
     *
     * @param name its name
     * @param value within plus or minus 2^53 - 1
     * @return this
     */
    public Builder put(String name, long value) {
      return put(name, JsonNumber.of(value));
    }

    /**
     * Sets a member to true or false.
     *
     * @param name its name
     * @param value which
     * @return this
     */
    public Builder put(String name, boolean value) {
      return put(name, new JsonBoolean(value));
    }

    /**
     * Drops a member.
     *
     * @param name its name
     * @return this
     */
    public Builder remove(String name) {
      members.remove(name);
      return this;
    }

    /**
     * The object.
     *
     * @return with the members set so far
     */
    public JsonObject build() {
      return new JsonObject(new TreeMap<>(members));
    }
  }
}
