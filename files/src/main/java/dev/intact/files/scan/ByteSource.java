package dev.intact.files.scan;

import java.util.Arrays;

/** Reads what a {@link ByteSink} wrote. Not thread-safe. */
final class ByteSource {

  private final byte[] bytes;
  private final int end;
  private int at;

  ByteSource(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  ByteSource(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  boolean isAtEnd() {
    return at == end;
  }

  int position() {
    return at;
  }

  int get() throws StateFormatException {
    if (at >= end) {
      throw new StateFormatException("ends too early");
    }
    return bytes[at++] & 0xff;
  }

  byte[] get(int length) throws StateFormatException {
    int from = at;
    skip(length);
    return Arrays.copyOfRange(bytes, from, at);
  }

  void copyTo(byte[] target, int offset, int length) throws StateFormatException {
    int from = at;
    skip(length);
    System.arraycopy(bytes, from, target, offset, length);
  }

  void skip(int length) throws StateFormatException {
    if (length < 0 || length > end - at) {
      throw new StateFormatException("ends too early");
    }
    at += length;
  }

  long number() throws StateFormatException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = get();
      value |= (b & 0x7fL) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new StateFormatException("a number is too long");
  }

  /** A number of bytes or elements. */
  int count() throws StateFormatException {
    long value = number();
    if (value < 0 || value > end - at) {
      throw new StateFormatException("a count of " + value + " is more than there is");
    }
    return (int) value;
  }

  long signed() throws StateFormatException {
    long value = number();
    return value >>> 1 ^ -(value & 1);
  }
}
