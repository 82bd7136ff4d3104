package dev.intact.files.watch;

import dev.intact.files.scan.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What is mounted where. Source: {@code proc_pid_mountinfo(5)}. */
final class Mounts {

  static final String FILE = "/proc/self/mountinfo";

  private Mounts() {}

  /** The mount points by the numbers of their mounts. */
  static Map<Integer, ByteString> read() throws IOException {
    try (InputStream in = new FileInputStream(FILE)) {
      return parse(in.readAllBytes());
    }
  }

  static Map<Integer, ByteString> parse(byte[] mountinfo) {
    Map<Integer, ByteString> points = new HashMap<>();
    for (String line : new String(mountinfo, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      String[] fields = line.split(" ", -1);
      if (fields.length > 5) {
        points.put(Integer.parseInt(fields[0]), unescape(fields[4]));
      }
    }
    return points;
  }

  /** Space, tab, line end and backslash are written in octal. */
  private static ByteString unescape(String field) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) == '\\' && i + 3 < field.length()) {
        out.write(Integer.parseInt(field.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        out.write(field.charAt(i));
      }
    }
    return ByteString.of(out.toByteArray());
  }
}
