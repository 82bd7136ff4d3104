package dev.intact.json;

import java.util.Arrays;
import java.util.Map;

/**
 * Writes RFC 8785 bytes into a growing array. Members are sorted already, by the objects
 * themselves.
 */
final class CanonicalWriter {

  private static final byte[] HEX =
      "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private byte[] out = new byte[1024];
  private int at;

  CanonicalWriter write(JsonValue value) {
    switch (value) {
      case JsonObject o -> object(o);
      case JsonArray a -> array(a);
      case JsonString s -> string(s.value());
      case JsonNumber n -> ascii(n.text());
      case JsonBoolean b -> ascii(b.value() ? "true" : "false");
      case JsonNull n -> ascii("null");
    }
    return this;
  }

  byte[] toBytes() {
    return Arrays.copyOf(out, at);
  }

  private void object(JsonObject object) {
    put('{');
    boolean first = true;
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      if (!first) {
        put(',');
      }
      first = false;
      string(member.getKey());
      put(':');
      write(member.getValue());
    }
    put('}');
  }

  private void array(JsonArray array) {
    put('[');
    for (int i = 0; i < array.values().size(); i++) {
      if (i > 0) {
        put(',');
      }
      write(array.values().get(i));
    }
    put(']');
  }

  /**
   * RFC 8785 section 3.2.2.2: the shortest escapes, lower-case hexadecimal, everything else as it
   * is.
   */
  private void string(String text) {
    room(text.length() * 3 + 2);
    out[at++] = '"';
    for (int i = plain(text); i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        i = multibyte(text, i);
      } else if (!isPlain(c)) {
        room((text.length() - i) * 3 + 8);
        escape(c);
      } else {
        out[at++] = (byte) c;
      }
    }
    put('"');
  }

  /** Writes what needs no escape at the beginning, nearly always all; gives where that ends. */
  private int plain(String text) {
    byte[] target = out;
    int begin = at;
    int length = text.length();
    int i = 0;
    while (i < length && isPlain(text.charAt(i))) {
      target[begin + i] = (byte) text.charAt(i);
      i++;
    }
    at = begin + i;
    return i;
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x80 && c != '"' && c != '\\';
  }

  private void escape(char c) {
    out[at++] = '\\';
    switch (c) {
      case '"', '\\' -> out[at++] = (byte) c;
      case '\b' -> out[at++] = 'b';
      case '\f' -> out[at++] = 'f';
      case '\n' -> out[at++] = 'n';
      case '\r' -> out[at++] = 'r';
      case '\t' -> out[at++] = 't';
      default -> {
        out[at++] = 'u';
        out[at++] = '0';
        out[at++] = '0';
        out[at++] = HEX[c >> 4];
        out[at++] = HEX[c & 15];
      }
    }
  }

  /** Strings hold no lone surrogate, so a surrogate is always the first of a pair. */
  private int multibyte(String text, int i) {
    int point = text.codePointAt(i);
    if (point < 0x800) {
      out[at++] = (byte) (0xc0 | point >> 6);
    } else if (point < 0x10000) {
      out[at++] = (byte) (0xe0 | point >> 12);
      out[at++] = (byte) (0x80 | point >> 6 & 0x3f);
    } else {
      out[at++] = (byte) (0xf0 | point >> 18);
      out[at++] = (byte) (0x80 | point >> 12 & 0x3f);
      out[at++] = (byte) (0x80 | point >> 6 & 0x3f);
    }
    out[at++] = (byte) (0x80 | point & 0x3f);
    return point < 0x10000 ? i : i + 1;
  }

  private void ascii(String text) {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      out[at++] = (byte) text.charAt(i);
    }
  }

  private void put(char c) {
    room(1);
    out[at++] = (byte) c;
  }

  private void room(int more) {
    if (out.length - at < more) {
      out = Arrays.copyOf(out, Math.max(out.length * 2, at + more));
    }
  }
}
