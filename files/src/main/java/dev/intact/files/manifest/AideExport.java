package dev.intact.files.manifest;

import dev.intact.files.manifest.Exporter.Exported;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Glob;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes the rules of a set as a configuration of AIDE, 0.17 and later. */
public final class AideExport {

  private AideExport() {}

  /**
   * Writes rules.
   *
   * @param rules the rules
   * @param out takes the configuration
   * @return how many selection lines, and what has no counterpart
   * @throws IOException if it cannot be written
   */
  public static Exported write(ScanRules rules, OutputStream out) throws IOException {
    Map<String, Long> leftOut = new TreeMap<>();
    List<String> lines = new ArrayList<>();
    lines.add(
        "# AIDE compares whole seconds, and has one group of attributes for each of our presets.");
    for (Preset preset : Preset.values()) {
      lines.add(group(preset) + " = " + attributes(preset));
    }
    long selections = 0;
    for (Glob glob : rules.excludes()) {
      lines.add("!" + regex(glob) + "(/|$)");
      selections++;
    }
    for (ScanRules.Override override : rules.overrides()) {
      lines.add(regex(override.match()) + "$ " + group(override.preset()));
      selections++;
    }
    if (!rules.includes().isEmpty()) {
      leftOut.merge("pattern of what is included", (long) rules.includes().size(), Long::sum);
    }
    for (ByteString root : rules.roots()) {
      lines.add((root.length() == 1 ? "/" : literal(root) + "(/|$)") + " " + group(rules.preset()));
      selections++;
    }
    out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII));
    return new Exported(selections, leftOut);
  }

  private static String group(Preset preset) {
    return "Intact"
        + preset.text().substring(0, 1).toUpperCase(Locale.ROOT)
        + preset.text().substring(1);
  }

  private static String attributes(Preset preset) {
    String kept = "ftype+l+u+g+p+acl+xattrs+caps+e2fsattrs";
    return switch (preset) {
      case BINARIES -> kept + "+s+n+i+m+c+sha256";
      case CONFIG -> kept + "+s+sha256";
      case LOGS -> kept + "+s+growing+sha256";
      case CONTENT -> "ftype+l+s+sha256";
    };
  }

  /** Bytes that stand for themselves; all others by their numbers, which PCRE knows. */
  private static String literal(ByteString text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.toBytes()) {
      out.append(literal(b & 0xff));
    }
    return out.toString();
  }

  private static String literal(int b) {
    boolean plain =
        (b >= 'a' && b <= 'z')
            || (b >= 'A' && b <= 'Z')
            || (b >= '0' && b <= '9')
            || "/_-,:@".indexOf(b) >= 0;
    return plain
        ? Character.toString(b)
        : b == '.' ? "\\." : String.format(Locale.ROOT, "\\x%02x", b);
  }

  private static String regex(Glob glob) {
    String text = glob.toString();
    StringBuilder out = new StringBuilder();
    if (!text.startsWith("/")) {
      out.append("/");
      if (!text.startsWith("**")) {
        out.append("(.*/)?");
      }
    }
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '*') {
        boolean twice = text.startsWith("**", at);
        out.append(twice ? ".*" : "[^/]*");
        at += twice ? 2 : 1;
      } else if (c == '?') {
        out.append("[^/]");
        at++;
      } else if (c == '[') {
        int close = text.indexOf(']', at + 2);
        String body = text.substring(at + 1, close).replace("\\", "\\\\").replace("^", "\\^");
        out.append('[').append(body.startsWith("!") ? "^/" + body.substring(1) : body).append(']');
        at = close + 1;
      } else {
        int end =
            at
                + (text.startsWith("\\x", at)
                    ? 4
                    : c == '\\' ? 2 : Character.charCount(text.codePointAt(at)));
        out.append(literal(ByteString.parse(text.substring(at, end))));
        at = end;
      }
    }
    return out.toString();
  }
}
