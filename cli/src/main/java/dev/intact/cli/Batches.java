package dev.intact.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads lines some at a time, so that the length of the input is no matter. */
final class Batches {

  private static final int MAX_LINE = 1 << 20;
  private static final int MAX_BYTES = 4 << 20;

  private final InputStream in;
  private final int maxLines;
  private long nextLine = 1;

  /**
   * Lines of an input.
   *
   * @param in buffered
   * @param maxLines most lines of one batch
   */
  Batches(InputStream in, int maxLines) {
    this.in = in;
    this.maxLines = maxLines;
  }

  /** The number of the first line that was not returned yet, from 1. */
  long nextLine() {
    return nextLine;
  }

  /** Passes over lines, up to the one of this number. */
  void skipTo(long line) throws IOException {
    while (nextLine < line && line()) {
      nextLine++;
    }
  }

  private boolean line() throws IOException {
    int b = in.read();
    boolean any = b >= 0;
    while (b >= 0 && b != '\n') {
      b = in.read();
    }
    return any;
  }

  /** The next lines without their ends, blank ones too; none at the end of the input. */
  List<byte[]> next() throws IOException {
    List<byte[]> lines = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int bytes = 0;
    int b = in.read();
    while (b >= 0) {
      if (b == '\n') {
        lines.add(line.toByteArray());
        bytes += line.size();
        line.reset();
        if (lines.size() == maxLines || bytes >= MAX_BYTES) {
          break;
        }
      } else if (line.size() == MAX_LINE) {
        throw new IllegalArgumentException(
            "line " + (nextLine + lines.size()) + " is longer than " + MAX_LINE + " bytes");
      } else {
        line.write(b);
      }
      b = in.read();
    }
    if (b < 0 && line.size() > 0) {
      lines.add(line.toByteArray());
    }
    nextLine += lines.size();
    return lines;
  }

  static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
