package dev.intact.files.dpkg;

import dev.intact.files.explain.ByteLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads files of fields in stanzas, as dpkg and apt write them, one stanza after the other. Only
 * the fields that are asked for are kept. Not thread-safe.
 */
final class Stanzas {

  private static final int MAX_LINE = 4 << 20;
  private static final int MAX_FIELD = 64 << 20;

  private final ByteLines lines;
  private final String source;
  private final Set<String> wanted;

  /**
   * A reader.
   *
   * @param source for messages
   * @param wanted names of fields in lower case
   */
  Stanzas(InputStream in, String source, Set<String> wanted) {
    this.lines = new ByteLines(in, source, MAX_LINE);
    this.source = source;
    this.wanted = wanted;
  }

  /** The next stanza by names in lower case, continuation lines joined by newlines. */
  Optional<Map<String, String>> next() throws IOException {
    Map<String, String> fields = new HashMap<>();
    boolean any = false;
    Optional<String> open = Optional.empty();
    StringBuilder value = new StringBuilder();
    for (Optional<String> line = line(); line.isPresent(); line = line()) {
      String text = line.get();
      if (text.isBlank()) {
        if (any) {
          break;
        }
        continue;
      }
      any = true;
      if (text.charAt(0) == ' ' || text.charAt(0) == '\t') {
        if (open.isPresent() && value.length() < MAX_FIELD) {
          value.append('\n').append(text.strip());
        }
        continue;
      }
      open.ifPresent(name -> fields.put(name, value.toString()));
      int colon = text.indexOf(':');
      if (colon < 0) {
        throw new IOException(source + " has a line without a field: " + text);
      }
      String name = text.substring(0, colon).toLowerCase(Locale.ROOT);
      open = wanted.contains(name) ? Optional.of(name) : Optional.empty();
      value.setLength(0);
      value.append(text.substring(colon + 1).strip());
    }
    open.ifPresent(name -> fields.put(name, value.toString()));
    return any ? Optional.of(fields) : Optional.empty();
  }

  private Optional<String> line() throws IOException {
    return lines.next().map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }
}
