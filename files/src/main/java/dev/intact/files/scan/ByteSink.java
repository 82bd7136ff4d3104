package dev.intact.files.scan;

import java.util.Arrays;

/** A growing array of bytes and numbers. Not thread-safe. */
final class ByteSink {

  private byte[] bytes = new byte[256];
  private int length;

  void clear() {
    length = 0;
  }

  int length() {
    return length;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  ByteSink put(int b) {
    room(1);
    bytes[length++] = (byte) b;
    return this;
  }

  ByteSink put(byte[] more) {
    return put(more, 0, more.length);
  }

  ByteSink put(byte[] more, int from, int to) {
    room(to - from);
    System.arraycopy(more, from, bytes, length, to - from);
    length += to - from;
    return this;
  }

  ByteSink put(ByteSink other) {
    return put(other.bytes, 0, other.length);
  }

  /** Unsigned LEB128: seven bits a byte, the least significant first, the top bit says "more". */
  ByteSink number(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
    return this;
  }

  /** A number that may be negative: zigzag, then as above. */
  ByteSink signed(long value) {
    return number(value << 1 ^ value >> 63);
  }
}
