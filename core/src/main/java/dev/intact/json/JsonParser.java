package dev.intact.json;

import dev.intact.json.JsonException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/**
 * One pass over the bytes of a document, strict as {@link Json} says. The depth is limited before
 * anything recurses, so no input can exhaust the stack.
 */
final class JsonParser {

  private final Utf8Cursor in;
  private final JsonLimits limits;
  private final Deque<Object> path = new ArrayDeque<>();
  private int members;

  JsonParser(byte[] bytes, int offset, int length, JsonLimits limits) {
    this.limits = limits;
    this.in = new Utf8Cursor(bytes, offset, offset + length, this::fail);
  }

  JsonValue parse() throws JsonException {
    if (in.length() > limits.maxBytes()) {
      throw fail(
          Reason.TOO_LARGE,
          "the document has " + in.length() + " bytes, at most " + limits.maxBytes(),
          in.start());
    }
    if (in.startsWithBom()) {
      throw fail(Reason.INVALID_UTF8, "a byte order mark", in.start());
    }
    JsonValue value = value(0);
    in.skipSpace();
    if (in.more()) {
      throw fail(Reason.TRAILING, "something stands behind the value", in.position());
    }
    return value;
  }

  private JsonValue value(int depth) throws JsonException {
    in.skipSpace();
    int start = in.position();
    int c = in.peek();
    return switch (c) {
      case '{' -> object(deeper(depth, start));
      case '[' -> array(deeper(depth, start));
      case '"' -> new JsonString(in.string());
      case 't' -> literal("true", new JsonBoolean(true));
      case 'f' -> literal("false", new JsonBoolean(false));
      case 'n' -> literal("null", JsonNull.NULL);
      case -1 -> throw fail(Reason.TRUNCATED, "a value is missing", start);
      default -> {
        if (c == '-' || (c >= '0' && c <= '9')) {
          yield number();
        }
        throw fail(Reason.SYNTAX, "no value begins with " + Utf8Cursor.show(c), start);
      }
    };
  }

  private int deeper(int depth, int start) throws JsonException {
    if (depth >= limits.maxDepth()) {
      throw fail(Reason.TOO_DEEP, "deeper than " + limits.maxDepth() + " levels", start);
    }
    return depth + 1;
  }

  private JsonValue literal(String text, JsonValue value) throws JsonException {
    for (int i = 0; i < text.length(); i++) {
      in.expect(text.charAt(i), "the literal " + text);
    }
    return value;
  }

  private JsonValue object(int depth) throws JsonException {
    in.expect('{', "an object");
    TreeMap<String, JsonValue> map = new TreeMap<>();
    in.skipSpace();
    if (in.peek() == '}') {
      in.next();
      return JsonObject.empty();
    }
    while (true) {
      in.skipSpace();
      int start = in.position();
      if (in.peek() != '"') {
        throw unexpected("a member's name");
      }
      String name = in.string();
      path.addLast(name);
      if (map.containsKey(name)) {
        throw fail(Reason.DUPLICATE_KEY, "the name stands twice in the object", start);
      }
      count(start);
      in.skipSpace();
      in.expect(':', "a colon");
      map.put(name, value(depth));
      path.removeLast();
      if (in.closes('}', "a comma or the object's end")) {
        return JsonObject.owning(map);
      }
    }
  }

  private JsonValue array(int depth) throws JsonException {
    in.expect('[', "an array");
    List<JsonValue> values = new ArrayList<>();
    in.skipSpace();
    if (in.peek() == ']') {
      in.next();
      return new JsonArray(values);
    }
    while (true) {
      path.addLast(values.size());
      count(in.position());
      values.add(value(depth));
      path.removeLast();
      if (in.closes(']', "a comma or the array's end")) {
        return new JsonArray(values);
      }
    }
  }

  private void count(int start) throws JsonException {
    if (++members > limits.maxMembers()) {
      throw fail(Reason.TOO_MANY_MEMBERS, "more than " + limits.maxMembers() + " members", start);
    }
  }

  private JsonValue number() throws JsonException {
    int start = in.position();
    boolean integer = in.number();
    int length = in.position() - start;
    if (integer && length <= 16) {
      long parsed = in.asLong(start);
      if (parsed == 0 && length > 1) {
        return zeroWithSign(start);
      }
      if (Math.abs(parsed) <= JsonNumber.MAX_INTEGER) {
        return new JsonNumber(parsed);
      }
    }
    String lexeme = in.text(start, in.position());
    double value = Double.parseDouble(lexeme);
    if (Double.isInfinite(value)) {
      throw fail(Reason.NUMBER_TOO_LARGE, "the number is beyond the finite doubles", start);
    }
    if (limits.numbers() == JsonLimits.Numbers.EXACT) {
      requireExact(lexeme, value, start);
    }
    return new JsonNumber(value);
  }

  private JsonValue zeroWithSign(int start) throws JsonException {
    if (limits.numbers() == JsonLimits.Numbers.EXACT) {
      throw fail(Reason.NUMBER_LOSES_INFORMATION, "minus zero would be written as 0", start);
    }
    return new JsonNumber(0);
  }

  private void requireExact(String lexeme, double value, int start) throws JsonException {
    if (value == 0 && lexeme.charAt(0) == '-') {
      throw fail(Reason.NUMBER_LOSES_INFORMATION, "minus zero would be written as 0", start);
    }
    if (value == Math.rint(value) && Math.abs(value) > JsonNumber.MAX_INTEGER) {
      throw fail(
          Reason.NUMBER_LOSES_INFORMATION,
          "an integer beyond 2^53 - 1; write it as a string",
          start);
    }
    // A lexeme this long is never the shortest text of a double, and its exponent could be made to
    // cost much.
    if (lexeme.length() > 64 || !isExactly(lexeme, value)) {
      throw fail(
          Reason.NUMBER_LOSES_INFORMATION,
          "the number would be written as " + EcmaNumbers.text(value) + "; write it as a string",
          start);
    }
  }

  private static boolean isExactly(String lexeme, double value) {
    try {
      return value == 0 ? isZero(lexeme) : new JsonNumber(value).isExactly(lexeme);
    } catch (NumberFormatException e) {
      return false; // an exponent beyond an int: no double has it
    }
  }

  /** A lexeme that rounds to zero is exact only if all its digits are zero. */
  private static boolean isZero(String lexeme) {
    for (int i = 0; i < lexeme.length(); i++) {
      char c = lexeme.charAt(i);
      if (c == 'e' || c == 'E') {
        return true;
      }
      if (c >= '1' && c <= '9') {
        return false;
      }
    }
    return true;
  }

  private JsonException unexpected(String wanted) {
    int c = in.peek();
    return c < 0
        ? fail(Reason.TRUNCATED, wanted + " is missing", in.position())
        : fail(
            Reason.SYNTAX,
            "found " + Utf8Cursor.show(c) + " where " + wanted + " is expected",
            in.position());
  }

  private JsonException fail(Reason reason, String detail, int position) {
    int[] place = in.place(position);
    return new JsonException(reason, detail, position - in.start(), place[0], place[1], pointer());
  }

  private String pointer() {
    StringBuilder pointer = new StringBuilder();
    Iterator<Object> parts = path.iterator();
    while (parts.hasNext() && pointer.length() < 200) {
      String part = parts.next().toString();
      String cut = part.length() > 64 ? part.substring(0, 64) + "…" : part;
      pointer
          .append('/')
          .append(cut.replace("~", "~0").replace("/", "~1").replaceAll("\\p{Cntrl}", "?"));
    }
    return pointer.toString();
  }
}
