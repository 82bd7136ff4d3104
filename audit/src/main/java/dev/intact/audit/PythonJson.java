package dev.intact.audit;

import dev.intact.json.Json;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonNumber;
import dev.intact.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Writes JSON as Python's {@code json.dumps(value, sort_keys=True, default=str)} does after {@code
 * json.loads}: separators {@code ", "} and {@code ": "}, ASCII escapes, names in the order of their
 * code points, integers of any size as they are, other numbers by {@code repr} of their double.
 *
 * <p>Works on the text and not on parsed values, because Python keeps {@code 1000} and {@code
 * 1000.0} apart.
 */
final class PythonJson {

  /** Python orders strings by code points, Java by UTF-16 code units. */
  private static final Comparator<String> CODE_POINTS =
      (a, b) -> {
        int i = 0;
        while (i < a.length() && i < b.length()) {
          int x = a.codePointAt(i);
          int y = b.codePointAt(i);
          if (x != y) {
            return Integer.compare(x, y);
          }
          i += Character.charCount(x);
        }
        return Integer.compare(a.length(), b.length());
      };

  private final String text;
  private final List<String> without;
  private int at;

  private PythonJson(String text, List<String> without) {
    this.text = text;
    this.without = without;
  }

  /**
   * What Python would hash.
   *
   * @param json a document that {@link Json#parse} has taken with {@link JsonLimits#ECMA}
   * @param without the path of a member to leave out; the empty list leaves nothing out
   * @return ASCII
   */
  static byte[] dumps(byte[] json, List<String> without) {
    return new PythonJson(new String(json, StandardCharsets.UTF_8), without)
        .value(0, true)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** One value; onPath says whether all names down to here are those of the path to leave out. */
  private String value(int depth, boolean onPath) {
    skipSpace();
    return switch (text.charAt(at)) {
      case '{' -> object(depth, onPath);
      case '[' -> array();
      case '"' -> quote(string());
      case 't', 'f', 'n' -> literal();
      default -> number();
    };
  }

  private String object(int depth, boolean onPath) {
    TreeMap<String, String> members = new TreeMap<>(CODE_POINTS);
    at++;
    while (!closes('}')) {
      String name = string();
      skipSpace();
      at++; // the colon
      boolean on = onPath && depth < without.size() && without.get(depth).equals(name);
      String value = value(depth + 1, on);
      if (!on || depth + 1 != without.size()) {
        members.put(name, value);
      }
    }
    StringBuilder out = new StringBuilder("{");
    members.forEach((name, value) -> {
      out.append(out.length() > 1 ? ", " : "").append(quote(name)).append(": ").append(value);
    });
    return out.append('}').toString();
  }

  private String array() {
    List<String> values = new ArrayList<>();
    at++;
    while (!closes(']')) {
      values.add(value(0, false));
    }
    return "[" + String.join(", ", values) + "]";
  }

  /** Steps over space and a comma; true, and over it, if the closing bracket comes. */
  private boolean closes(char bracket) {
    skipSpace();
    if (text.charAt(at) == ',') {
      at++;
      skipSpace();
    }
    if (text.charAt(at) != bracket) {
      return false;
    }
    at++;
    return true;
  }

  private void skipSpace() {
    while (" \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private String string() {
    int start = at++;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
    byte[] token = text.substring(start, at).getBytes(StandardCharsets.UTF_8);
    try {
      return ((JsonString) Json.parse(token, JsonLimits.ECMA)).value();
    } catch (JsonException e) {
      throw new IllegalStateException("parsed before", e);
    }
  }

  private String literal() {
    int start = at;
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private String number() {
    int start = at;
    while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String lexeme = text.substring(start, at);
    if (lexeme.chars().allMatch(c -> c == '-' || Character.isDigit(c))) {
      return lexeme.equals("-0") ? "0" : lexeme;
    }
    return repr(Double.parseDouble(lexeme));
  }

  /** Python's {@code float.__repr__}: the shortest digits, fixed for exponents from -4 to 15. */
  static String repr(double value) {
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    String sign = value < 0 ? "-" : "";
    // ECMAScript and Python take the same shortest digits and differ in where they put the point.
    String ecma = new JsonNumber(Math.abs(value)).text();
    int e = ecma.indexOf('e');
    String mantissa = e < 0 ? ecma : ecma.substring(0, e);
    int point = mantissa.indexOf('.');
    int whole = point < 0 ? mantissa.length() : point;
    String all = mantissa.replace(".", "");
    int zeros = 0;
    while (all.charAt(zeros) == '0') {
      zeros++;
    }
    int exponent = whole - zeros - 1 + (e < 0 ? 0 : Integer.parseInt(ecma.substring(e + 1)));
    String digits = all.substring(zeros).replaceFirst("0+$", "");
    return sign
        + (exponent < -4 || exponent >= 16
            ? scientific(digits, exponent)
            : fixed(digits, exponent));
  }

  private static String scientific(String digits, int exponent) {
    String rest = digits.length() > 1 ? "." + digits.substring(1) : "";
    String power = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    return digits.charAt(0) + rest + (exponent < 0 ? "e-" : "e+") + power;
  }

  private static String fixed(String digits, int exponent) {
    if (exponent < 0) {
      return "0." + "0".repeat(-exponent - 1) + digits;
    }
    int whole = exponent + 1;
    return digits.length() <= whole
        ? digits + "0".repeat(whole - digits.length()) + ".0"
        : digits.substring(0, whole) + "." + digits.substring(whole);
  }

  private static String quote(String value) {
    StringBuilder out = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\f' -> out.append("\\f");
        case '\b' -> out.append("\\b");
        default -> {
          if (c >= ' ' && c <= '~') {
            out.append(c);
          } else {
            out.append(String.format("\\u%04x", (int) c));
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
