package dev.intact.files.explain;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Reads lines as bytes, each ended by a newline or the end. Not thread-safe. */
public final class ByteLines {

  private final InputStream in;
  private final String source;
  private final int most;
  private final byte end;
  private byte[] buffer = new byte[64 << 10];
  private int from;
  private int to;
  private boolean ended;
  private long number;

  /**
   * A reader of lines.
   *
   * @param in is read ahead
   * @param source for messages
   * @param most how long a line may be, in bytes
   */
  public ByteLines(InputStream in, String source, int most) {
    this(in, source, most, '\n');
  }

  /**
   * A reader of something that another byte ends.
   *
   * @param in is read ahead
   * @param source for messages
   * @param most how long one may be, in bytes
   * @param end the byte
   */
  public ByteLines(InputStream in, String source, int most, char end) {
    this.in = in;
    this.source = source;
    this.most = most;
    this.end = (byte) end;
  }

  /**
   * The number of the line that was read last.
   *
   * @return 1 for the first
   */
  public long number() {
    return number;
  }

  /**
   * The next line.
   *
   * @return without its end; empty behind the last one
   * @throws IOException if it cannot be read or is too long
   */
  public Optional<byte[]> next() throws IOException {
    int scanned = from;
    while (true) {
      for (int i = scanned; i < to; i++) {
        if (buffer[i] == end) {
          byte[] line = Arrays.copyOfRange(buffer, from, i);
          from = i + 1;
          number++;
          return Optional.of(line);
        }
      }
      if (ended) {
        if (from == to) {
          return Optional.empty();
        }
        byte[] line = Arrays.copyOfRange(buffer, from, to);
        from = to;
        number++;
        return Optional.of(line);
      }
      if (to - from > most) {
        throw new IOException(
            source + ": line " + (number + 1) + " has more than " + most + " bytes");
      }
      int held = to - from;
      byte[] target = held * 2 > buffer.length ? new byte[buffer.length * 2] : buffer;
      System.arraycopy(buffer, from, target, 0, held);
      buffer = target;
      from = 0;
      scanned = held;
      to = held;
      int count = in.read(buffer, to, buffer.length - to);
      if (count < 0) {
        ended = true;
      } else {
        to += count;
      }
    }
  }
}
