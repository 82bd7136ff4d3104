package dev.intact.json;

import dev.intact.json.JsonException.Reason;
import java.nio.charset.StandardCharsets;

/**
 * The tokens of JSON in UTF-8 bytes: strings, numbers, white space. Validates every byte of a
 * string as it goes.
 */
final class Utf8Cursor {

  /** Makes the exception; only the parser knows the path. */
  @FunctionalInterface
  interface Fault {
    JsonException at(Reason reason, String detail, int position);
  }

  private final byte[] bytes;
  private final int start;
  private final int end;
  private final Fault fault;
  private int at;

  Utf8Cursor(byte[] bytes, int start, int end, Fault fault) {
    java.util.Objects.checkFromToIndex(start, end, bytes.length);
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.at = start;
    this.fault = fault;
  }

  int start() {
    return start;
  }

  int length() {
    return end - start;
  }

  int position() {
    return at;
  }

  boolean more() {
    return at < end;
  }

  boolean startsWithBom() {
    return end - start >= 3
        && (bytes[start] & 0xff) == 0xef
        && (bytes[start + 1] & 0xff) == 0xbb
        && (bytes[start + 2] & 0xff) == 0xbf;
  }

  /** The next byte, or -1 at the end. */
  int peek() {
    return at < end ? bytes[at] & 0xff : -1;
  }

  int next() {
    return at < end ? bytes[at++] & 0xff : -1;
  }

  void skipSpace() {
    while (at < end) {
      byte b = bytes[at];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return;
      }
      at++;
    }
  }

  void expect(char wanted, String what) throws JsonException {
    int c = peek();
    if (c != wanted) {
      throw c < 0
          ? fault.at(Reason.TRUNCATED, "the document ends within " + what, at)
          : fault.at(Reason.SYNTAX, "found " + show(c) + " where " + what + " is expected", at);
    }
    at++;
  }

  /** Consumes a comma (false) or the closing character (true). */
  boolean closes(char close, String what) throws JsonException {
    skipSpace();
    int c = peek();
    if (c == ',') {
      at++;
      return false;
    }
    expect(close, what);
    return true;
  }

  String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  long asLong(int from) {
    boolean negative = bytes[from] == '-';
    long value = 0;
    for (int i = negative ? from + 1 : from; i < at; i++) {
      value = value * 10 + (bytes[i] - '0');
    }
    return negative ? -value : value;
  }

  /** Consumes a number by the grammar of RFC 8259; true if it is a plain integer. */
  boolean number() throws JsonException {
    if (peek() == '-') {
      at++;
    }
    int first = at;
    digits("a digit");
    if (bytes[first] == '0' && at - first > 1) {
      throw fault.at(Reason.SYNTAX, "a number with a leading zero", first);
    }
    boolean integer = true;
    if (peek() == '.') {
      at++;
      integer = false;
      digits("a digit behind the point");
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      integer = false;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits("a digit of the exponent");
    }
    return integer;
  }

  private void digits(String what) throws JsonException {
    int from = at;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw more()
          ? fault.at(Reason.SYNTAX, "found " + show(peek()) + " where " + what + " is expected", at)
          : fault.at(Reason.TRUNCATED, what + " is missing", at);
    }
  }

  /** Consumes a string and gives its text. Plain ASCII, nearly all there is, is copied at once. */
  String string() throws JsonException {
    int open = at++;
    int from = at;
    while (at < end) {
      byte b = bytes[at];
      if (b == '"') {
        return new String(bytes, from, at++ - from, StandardCharsets.ISO_8859_1);
      }
      if (b == '\\' || b < ' ') {
        break;
      }
      at++;
    }
    StringBuilder text = new StringBuilder(at - from + 16).append(text(from, at));
    while (at < end) {
      int c = bytes[at] & 0xff;
      if (c == '"') {
        at++;
        return text.toString();
      }
      if (c == '\\') {
        escape(text);
      } else if (c < ' ') {
        throw fault.at(Reason.CONTROL_CHARACTER, "a control character in a string", at);
      } else if (c < 0x80) {
        text.append((char) c);
        at++;
      } else {
        multibyte(text);
      }
    }
    throw fault.at(Reason.TRUNCATED, "the string is not closed", open);
  }

  private void escape(StringBuilder text) throws JsonException {
    int from = at++;
    int c = next();
    switch (c) {
      case '"', '\\', '/' -> text.append((char) c);
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'n' -> text.append('\n');
      case 'r' -> text.append('\r');
      case 't' -> text.append('\t');
      case 'u' -> unicodeEscape(text, from);
      case -1 -> throw fault.at(Reason.TRUNCATED, "the escape is cut short", from);
      default -> throw fault.at(Reason.SYNTAX, "no escape is written with " + show(c), from);
    }
  }

  private void unicodeEscape(StringBuilder text, int from) throws JsonException {
    char unit = hex4(from);
    if (!Character.isSurrogate(unit)) {
      text.append(unit);
      return;
    }
    boolean followed =
        Character.isHighSurrogate(unit) && peek() == '\\' && at + 1 < end && bytes[at + 1] == 'u';
    if (!followed) {
      throw fault.at(Reason.LONE_SURROGATE, "half of a surrogate pair", from);
    }
    at += 2;
    char low = hex4(from);
    if (!Character.isLowSurrogate(low)) {
      throw fault.at(Reason.LONE_SURROGATE, "half of a surrogate pair", from);
    }
    text.append(unit).append(low);
  }

  private char hex4(int from) throws JsonException {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int c = next();
      int digit = c < 0 || c > 'f' ? -1 : Character.digit(c, 16);
      if (digit < 0) {
        throw c < 0
            ? fault.at(Reason.TRUNCATED, "the escape is cut short", from)
            : fault.at(
                Reason.SYNTAX,
                "found " + show(c) + " where a hexadecimal digit is expected",
                at - 1);
      }
      value = value << 4 | digit;
    }
    return (char) value;
  }

  /**
   * Well-formed UTF-8 only (Unicode table 3-7): no overlong form, no surrogate, nothing above
   * U+10FFFF.
   */
  private void multibyte(StringBuilder text) throws JsonException {
    int lead = bytes[at] & 0xff;
    int length =
        lead >= 0xc2 && lead <= 0xdf
            ? 2
            : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    if (length == 0 || at + length > end) {
      throw fault.at(Reason.INVALID_UTF8, "not UTF-8", at);
    }
    int point = lead & (0xff >> (length + 1));
    for (int i = 1; i < length; i++) {
      int c = bytes[at + i] & 0xff;
      if ((c & 0xc0) != 0x80) {
        throw fault.at(Reason.INVALID_UTF8, "not UTF-8", at);
      }
      point = point << 6 | c & 0x3f;
    }
    boolean overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    if (overlong || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) {
      throw fault.at(Reason.INVALID_UTF8, "not UTF-8", at);
    }
    text.appendCodePoint(point);
    at += length;
  }

  /** Line and column of a position, both from 1, counted only when something is wrong. */
  int[] place(int position) {
    int line = 1;
    int lineStart = start;
    for (int i = start; i < Math.min(position, end); i++) {
      if (bytes[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new int[] {line, position - lineStart + 1};
  }

  static String show(int c) {
    return c >= 0x20 && c < 0x7f ? "'" + (char) c + "'" : String.format("byte 0x%02x", c);
  }
}
