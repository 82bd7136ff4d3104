package dev.intact.files.scan;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A name or path as the kernel has it: bytes, in no particular encoding. Immutable. What is shown
 * of it is never what a terminal or a page would act upon, and can be read back.
 */
public final class ByteString implements Comparable<ByteString> {

  private final byte[] bytes;

  private ByteString(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Of bytes.
   *
   * @param bytes are copied
   * @return the value
   */
  public static ByteString of(byte[] bytes) {
    return new ByteString(bytes.clone());
  }

  /** Takes the array over; the caller forgets it. */
  static ByteString owning(byte[] bytes) {
    return new ByteString(bytes);
  }

  /**
   * Of text, as UTF-8.
   *
   * @param text any text
   * @return its bytes
   */
  public static ByteString utf8(String text) {
    return new ByteString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads what {@link #display} wrote.
   *
   * @param text with {@code \\} for a backslash and {@code \xNN} for a byte; everything else stands
   *     for itself
   * @return the bytes
   * @throws IllegalArgumentException if a backslash stands before anything else
   */
  public static ByteString parse(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    int plain = 0;
    for (int at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', plain)) {
      out.writeBytes(text.substring(plain, at).getBytes(StandardCharsets.UTF_8));
      if (text.startsWith("\\\\", at)) {
        out.write('\\');
        plain = at + 2;
      } else if (text.startsWith("\\x", at)
          && at + 4 <= text.length()
          && HexFormat.isHexDigit(text.charAt(at + 2))
          && HexFormat.isHexDigit(text.charAt(at + 3))) {
        out.write(HexFormat.fromHexDigits(text, at + 2, at + 4));
        plain = at + 4;
      } else {
        throw new IllegalArgumentException(
            "in a path a backslash is written \\\\ and any byte \\xNN: " + text);
      }
    }
    out.writeBytes(text.substring(plain).getBytes(StandardCharsets.UTF_8));
    return new ByteString(out.toByteArray());
  }

  /**
   * The bytes.
   *
   * @return a copy
   */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** The bytes themselves, not to be changed. */
  byte[] array() {
    return bytes;
  }

  /**
   * How many bytes.
   *
   * @return the length
   */
  public int length() {
    return bytes.length;
  }

  /**
   * A form without loss for formats that have text only.
   *
   * @return base64, RFC 4648 §4
   */
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * Whether {@link #display} is these bytes in UTF-8 and nothing is escaped.
   *
   * @return true for nearly all names
   */
  public boolean isPlain() {
    return Arrays.equals(display().getBytes(StandardCharsets.UTF_8), bytes);
  }

  /**
   * A form for people: what is printable in UTF-8 as it is, a backslash doubled, every byte of
   * everything else (control characters, invisible and direction-changing ones, bytes that are not
   * UTF-8) as {@code \xNN}.
   *
   * @return one line that {@link #parse} reads back
   */
  public String display() {
    StringBuilder out = new StringBuilder(bytes.length);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(sequence(bytes[at] & 0xff), bytes.length - at);
      at += append(out, decoder, at, length);
    }
    return out.toString();
  }

  private static int sequence(int first) {
    return first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  }

  private int append(StringBuilder out, CharsetDecoder decoder, int at, int length) {
    try {
      CharBuffer text = decoder.decode(ByteBuffer.wrap(bytes, at, length));
      int point = Character.codePointAt(text, 0);
      if (point == '\\') {
        out.append("\\\\");
      } else if (isPrintable(point)) {
        out.appendCodePoint(point);
      } else {
        for (int i = 0; i < length; i++) {
          escape(out, bytes[at + i]);
        }
      }
      return length;
    } catch (CharacterCodingException e) {
      escape(out, bytes[at]);
      return 1;
    }
  }

  private static void escape(StringBuilder out, byte b) {
    out.append("\\x");
    HexFormat.of().toHexDigits(out, b);
  }

  private static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** By unsigned bytes. */
  @Override
  public int compareTo(ByteString other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteString b && Arrays.equals(bytes, b.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return display();
  }
}
