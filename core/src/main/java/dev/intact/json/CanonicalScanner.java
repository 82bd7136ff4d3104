package dev.intact.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds members in canonical JSON without building values, for the paths on which every record
 * goes.
 *
 * <p>Meant for bytes that {@link Json#canonical} wrote. On any other bytes it answers with what it
 * takes for the member or with nothing; it never reads outside the array. Stateless; a look-up
 * costs one pass over the bytes before the member.
 */
public final class CanonicalScanner {

  /**
   * Where a value stands.
   *
   * @param start its first byte
   * @param end behind its last byte
   */
  public record Span(int start, int end) {

    /**
     * How long it is.
     *
     * @return bytes
     */
    public int length() {
      return end - start;
    }
  }

  /** Is shown the members of an object one after the other. */
  @FunctionalInterface
  public interface MemberVisitor {

    /**
     * One member.
     *
     * @param nameStart first byte of its name, behind the quote
     * @param nameEnd behind the last byte of its name
     * @param valueStart first byte of its value
     * @param valueEnd behind the last byte of its value
     */
    void member(int nameStart, int nameEnd, int valueStart, int valueEnd);
  }

  private CanonicalScanner() {}

  /**
   * Shows every member of an object, in one pass.
   *
   * @param json the array
   * @param start where the object begins
   * @param end behind its last byte
   * @param visitor is shown the members; nothing if there is no object
   */
  public static void members(byte[] json, int start, int end, MemberVisitor visitor) {
    int at = start;
    if (at >= end || json[at] != '{') {
      return;
    }
    at++;
    while (at < end && json[at] == '"') {
      int keyEnd = skipString(json, at, end);
      int valueStart = keyEnd + 1;
      int valueEnd = skipValue(json, valueStart, end);
      if (!isMember(json, keyEnd, valueEnd, end)) {
        return;
      }
      visitor.member(at + 1, keyEnd - 1, valueStart, valueEnd);
      at = valueEnd + 1; // over the comma
    }
  }

  /**
   * Whether a part of the bytes is this name.
   *
   * @param json the array
   * @param from first byte
   * @param to behind the last byte
   * @param name plain ASCII without quotes and backslashes
   * @return true if it is
   */
  public static boolean isName(byte[] json, int from, int to, String name) {
    if (to - from != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (json[from + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Finds a member by the names that lead to it.
   *
   * @param json a canonical object
   * @param path names from the outermost object inwards; plain ASCII without quotes and backslashes
   * @return where its value stands, or empty if there is no such member
   */
  public static Optional<Span> member(byte[] json, String... path) {
    Span at = new Span(0, json.length);
    for (String name : path) {
      Optional<Span> next = find(json, at, name).map(m -> new Span(m.valueStart, m.valueEnd));
      if (next.isEmpty()) {
        return next;
      }
      at = next.get();
    }
    return Optional.of(at);
  }

  /**
   * The text of a member that is a string.
   *
   * @param json a canonical object
   * @param path names from the outermost object inwards
   * @return its text, or empty if there is none or it is no string
   */
  public static Optional<String> string(byte[] json, String... path) {
    return member(json, path).flatMap(span -> string(json, span));
  }

  /**
   * The text of a string value.
   *
   * @param json the bytes
   * @param span where the value stands
   * @return its text, or empty if it is no string
   */
  public static Optional<String> string(byte[] json, Span span) {
    if (span.length() < 2 || json[span.start()] != '"') {
      return Optional.empty();
    }
    for (int i = span.start() + 1; i < span.end() - 1; i++) {
      if (json[i] == '\\') {
        return parsed(json, span);
      }
    }
    return Optional.of(
        new String(json, span.start() + 1, span.length() - 2, StandardCharsets.UTF_8));
  }

  private static Optional<String> parsed(byte[] json, Span span) {
    try {
      JsonLimits limits = JsonLimits.STRICT.withMaxBytes(Integer.MAX_VALUE);
      return Json.parse(json, span.start(), span.length(), limits) instanceof JsonString s
          ? Optional.of(s.value())
          : Optional.empty();
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  /**
   * The same canonical object without one member.
   *
   * @param json a canonical object
   * @param path names from the outermost object inwards; the last is dropped from the object that
   *     holds it
   * @return canonical bytes, or empty if there is no such member
   */
  public static Optional<byte[]> without(byte[] json, String... path) {
    String[] outer = Arrays.copyOf(path, path.length - 1);
    return member(json, outer)
        .flatMap(object -> find(json, object, path[path.length - 1]))
        .map(found -> cut(json, found));
  }

  private static byte[] cut(byte[] json, Member member) {
    int from = member.keyStart;
    int to = member.valueEnd;
    if (json[from - 1] == ',') {
      from--;
    } else if (to < json.length && json[to] == ',') {
      to++;
    }
    byte[] rest = new byte[json.length - (to - from)];
    System.arraycopy(json, 0, rest, 0, from);
    System.arraycopy(json, to, rest, from, json.length - to);
    return rest;
  }

  private record Member(int keyStart, int valueStart, int valueEnd) {}

  private static Optional<Member> find(byte[] json, Span object, String name) {
    int at = object.start();
    int end = object.end();
    if (at >= end || json[at] != '{') {
      return Optional.empty();
    }
    at++;
    while (at < end && json[at] == '"') {
      int keyEnd = skipString(json, at, end);
      int valueStart = keyEnd + 1;
      int valueEnd = skipValue(json, valueStart, end);
      if (!isMember(json, keyEnd, valueEnd, end)) {
        return Optional.empty();
      }
      if (isName(json, at + 1, keyEnd - 1, name)) {
        return Optional.of(new Member(at, valueStart, valueEnd));
      }
      at = valueEnd + 1; // over the comma
    }
    return Optional.empty();
  }

  /** A colon behind the name, a comma or the object's end behind the value. */
  private static boolean isMember(byte[] json, int keyEnd, int valueEnd, int end) {
    return keyEnd < end
        && json[keyEnd] == ':'
        && valueEnd < end
        && (json[valueEnd] == ',' || json[valueEnd] == '}');
  }

  /** Behind the closing quote. */
  private static int skipString(byte[] json, int open, int end) {
    int at = open + 1;
    while (at < end && json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  /** Behind the value, whatever it is; beyond the end if it does not close. */
  private static int skipValue(byte[] json, int start, int end) {
    int at = start;
    int depth = 0;
    while (at < end) {
      byte b = json[at];
      if (b == '"') {
        at = skipString(json, at, end);
      } else if (b == '{' || b == '[') {
        depth++;
        at++;
      } else if (b == '}' || b == ']') {
        if (depth == 0) {
          return at;
        }
        depth--;
        at++;
      } else if (b == ',' && depth == 0) {
        return at;
      } else {
        at++;
        continue;
      }
      if (depth == 0) {
        return at;
      }
    }
    return depth == 0 && at == end && start < end ? at : end + 1;
  }
}
