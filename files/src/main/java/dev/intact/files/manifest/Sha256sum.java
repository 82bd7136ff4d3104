package dev.intact.files.manifest;

import dev.intact.files.explain.ByteLines;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Field;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The format of {@code sha256sum}: a digest, a space, a space or an asterisk, a name. A line that
 * begins with a backslash has {@code \\}, {@code \n} and {@code \r} in its name. BSD's {@code
 * SHA256 (name) = digest} is read too.
 */
public final class Sha256sum {

  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");
  private static final byte[] TAG = "SHA256 (".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TAG_END = ") = ".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGITS = 64;

  private Sha256sum() {}

  /**
   * Reads a list.
   *
   * @param in the list
   * @return its entries
   * @throws ManifestException if a line is none; names it
   * @throws IOException if it cannot be read
   */
  public static Manifest read(InputStream in) throws ManifestException, IOException {
    List<Manifest.Entry> entries = new ArrayList<>();
    ByteLines lines = new ByteLines(in, "the list", Manifest.MAX_LINE);
    for (Optional<byte[]> l = lines.next(); l.isPresent(); l = lines.next()) {
      if (l.get().length == 0) {
        continue;
      }
      if (entries.size() == Manifest.MAX_ENTRIES) {
        throw new ManifestException(lines.number(), "more than " + Manifest.MAX_ENTRIES + " files");
      }
      entries.add(entry(l.get(), lines.number()));
    }
    return new Manifest(entries, List.of());
  }

  private static Manifest.Entry entry(byte[] line, long number) throws ManifestException {
    boolean escaped = line[0] == '\\';
    int from = escaped ? 1 : 0;
    if (startsWith(line, from, TAG)) {
      int end = line.length - DIGITS - TAG_END.length;
      if (end <= from + TAG.length || !startsWith(line, end, TAG_END)) {
        throw new ManifestException(number, "SHA256 (name) = digest is malformed");
      }
      return entry(
          line,
          from + TAG.length,
          end,
          digest(line, line.length - DIGITS, number),
          escaped,
          number);
    }
    int space = from;
    while (space < line.length && line[space] != ' ') {
      space++;
    }
    if (space + 2 >= line.length || (line[space + 1] != ' ' && line[space + 1] != '*')) {
      throw new ManifestException(number, "a digest, two spaces and a name are needed");
    }
    if (space - from != DIGITS) {
      throw new ManifestException(
          number, "a digest of " + (space - from) + " digits is no SHA-256, which has 64");
    }
    return entry(line, space + 2, line.length, digest(line, from, number), escaped, number);
  }

  private static boolean startsWith(byte[] line, int from, byte[] what) {
    return from >= 0
        && line.length >= from + what.length
        && java.util.Arrays.equals(line, from, from + what.length, what, 0, what.length);
  }

  private static String digest(byte[] line, int from, long number) throws ManifestException {
    String digest = new String(line, from, DIGITS, StandardCharsets.ISO_8859_1);
    if (!HEX.matcher(digest).matches()) {
      throw new ManifestException(number, "the digest is not hexadecimal");
    }
    return digest.toLowerCase(Locale.ROOT);
  }

  private static Manifest.Entry entry(
      byte[] line, int from, int to, String digest, boolean escaped, long number)
      throws ManifestException {
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    for (int i = from; i < to; i++) {
      if (!escaped || line[i] != '\\') {
        name.write(line[i]);
        continue;
      }
      i++;
      int c = i < to ? line[i] : 0;
      switch (c) {
        case '\\' -> name.write('\\');
        case 'n' -> name.write('\n');
        case 'r' -> name.write('\r');
        default -> throw new ManifestException(number, "a backslash stands before what needs none");
      }
    }
    return new Manifest.Entry(
        ByteString.of(name.toByteArray()),
        number,
        Optional.of("regular file"),
        Map.of(Field.HASH, digest),
        false,
        false);
  }

  /** Writes an entry as GNU's tool does. */
  static void write(OutputStream out, ByteString path, String digest) throws IOException {
    byte[] name = path.toBytes();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean escaped = false;
    for (byte b : name) {
      switch (b) {
        case '\\' -> line.writeBytes(new byte[] {'\\', '\\'});
        case '\n' -> line.writeBytes(new byte[] {'\\', 'n'});
        case '\r' -> line.writeBytes(new byte[] {'\\', 'r'});
        default -> line.write(b);
      }
      escaped |= b == '\\' || b == '\n' || b == '\r';
    }
    String head = (escaped ? "\\" : "") + digest + "  ";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    line.writeTo(out);
    out.write('\n');
  }
}
