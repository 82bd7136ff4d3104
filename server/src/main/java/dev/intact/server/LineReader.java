package dev.intact.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Takes a body of lines a few at a time, so that its length is no matter. */
final class LineReader {

  static final int MAX_LINE = 1 << 20;
  private static final int MAX_LINES = 1000;
  private static final int MAX_BYTES = 4 << 20;

  private final RequestBody body;
  private long nextLine;

  LineReader(RequestBody body, long firstLine) {
    this.body = body;
    this.nextLine = firstLine;
  }

  /** The number of the first line that was not returned yet. */
  long nextLine() {
    return nextLine;
  }

  /** The next lines, without their ends, blank ones too; none at the end. */
  List<byte[]> next() throws IOException, Problem {
    List<byte[]> lines = new ArrayList<>();
    int bytes = 0;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean begun = false;
    while (lines.size() < MAX_LINES && bytes < MAX_BYTES) {
      int b = body.read();
      if (b < 0 && !begun) {
        break;
      }
      begun = true;
      if (b < 0 || b == '\n') {
        lines.add(line.toByteArray());
        bytes += line.size();
        line.reset();
        begun = false;
        continue;
      }
      if (line.size() == MAX_LINE) {
        throw new Problem(
            413,
            "Content Too Large",
            "line " + (nextLine + lines.size()) + " is longer than " + MAX_LINE + " bytes");
      }
      line.write(b);
    }
    nextLine += lines.size();
    return lines;
  }
}
