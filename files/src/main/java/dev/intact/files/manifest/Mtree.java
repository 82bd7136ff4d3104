package dev.intact.files.manifest;

import dev.intact.files.explain.ByteLines;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Field;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads specifications of {@code mtree}, as NetBSD's, FreeBSD's and libarchive's tools write them:
 * one path a line, or nested by directories. Not thread-safe.
 */
public final class Mtree {

  private final List<Manifest.Entry> entries = new ArrayList<>();
  private final List<Remark> remarks = new ArrayList<>();
  private final Map<String, Long> unknown = new LinkedHashMap<>();
  private final Map<String, String> defaults = new LinkedHashMap<>();
  private final Deque<byte[]> directories = new ArrayDeque<>();

  private Mtree() {}

  /**
   * Reads a specification.
   *
   * @param in the specification
   * @return its entries, and what of it is not compared
   * @throws ManifestException if a line is malformed; names it
   * @throws IOException if it cannot be read
   */
  public static Manifest read(InputStream in) throws ManifestException, IOException {
    Mtree mtree = new Mtree();
    ByteLines lines = new ByteLines(in, "the specification", Manifest.MAX_LINE);
    for (Optional<byte[]> l = lines.next(); l.isPresent(); l = lines.next()) {
      long number = lines.number();
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.writeBytes(l.get());
      while (isContinued(whole.toByteArray()) && whole.size() < Manifest.MAX_LINE) {
        byte[] part = whole.toByteArray();
        whole.reset();
        whole.write(part, 0, part.length - 1);
        whole.write(' ');
        whole.writeBytes(lines.next().orElse(new byte[0]));
      }
      mtree.line(new String(whole.toByteArray(), StandardCharsets.ISO_8859_1).strip(), number);
    }
    mtree.unknown.forEach((keyword, line) ->
        mtree.remarks.add(
            new Remark(
                Optional.empty(),
                line,
                keyword,
                "this keyword is not compared, here and further on")));
    return new Manifest(mtree.entries, mtree.remarks);
  }

  private static boolean isContinued(byte[] line) {
    int slashes = 0;
    while (slashes < line.length && line[line.length - 1 - slashes] == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }

  private void line(String line, long number) throws ManifestException {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    String[] words = line.split("[ \t]+");
    switch (words[0]) {
      case "/set" -> {
        for (int i = 1; i < words.length; i++) {
          int equals = words[i].indexOf('=');
          defaults.put(
              equals < 0 ? words[i] : words[i].substring(0, equals),
              equals < 0 ? "" : words[i].substring(equals + 1));
        }
      }
      case "/unset" -> {
        for (int i = 1; i < words.length; i++) {
          if (words[i].equals("all")) {
            defaults.clear();
          }
          defaults.remove(words[i]);
        }
      }
      case ".." -> {
        if (directories.pollLast() == null) {
          throw new ManifestException(number, ".. leads above the beginning");
        }
      }
      default -> entry(words, number);
    }
  }

  private void entry(String[] words, long number) throws ManifestException {
    if (words[0].startsWith("/")) {
      throw new ManifestException(number, "there is no command " + words[0]);
    }
    if (entries.size() == Manifest.MAX_ENTRIES) {
      throw new ManifestException(number, "more than " + Manifest.MAX_ENTRIES + " files");
    }
    byte[] name = unvis(words[0], number);
    Map<String, String> keywords = new LinkedHashMap<>(defaults);
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      keywords.put(
          equals < 0 ? words[i] : words[i].substring(0, equals),
          equals < 0 ? "" : words[i].substring(equals + 1));
    }
    String type = keywords.getOrDefault("type", "");
    boolean full = new String(name, StandardCharsets.ISO_8859_1).contains("/");
    byte[] path = full ? name : joined(name);
    if (type.equals("dir") && !full) {
      directories.addLast(path);
    }
    entries.add(
        new Manifest.Entry(
            ByteString.of(path),
            number,
            kind(type, number),
            facts(keywords, number),
            keywords.containsKey("optional"),
            type.equals("dir") && !keywords.containsKey("ignore")));
  }

  private byte[] joined(byte[] name) {
    byte[] directory = directories.peekLast();
    if (directory == null) {
      return name;
    }
    byte[] path = java.util.Arrays.copyOf(directory, directory.length + 1 + name.length);
    path[directory.length] = '/';
    System.arraycopy(name, 0, path, directory.length + 1, name.length);
    return path;
  }

  private static Optional<String> kind(String type, long number) throws ManifestException {
    return switch (type) {
      case "" -> Optional.empty();
      case "file" -> Optional.of("regular file");
      case "dir" -> Optional.of("directory");
      case "link" -> Optional.of("symbolic link");
      case "fifo" -> Optional.of("named pipe");
      case "char" -> Optional.of("character device");
      case "block" -> Optional.of("block device");
      case "socket" -> Optional.of("socket");
      default -> throw new ManifestException(number, "there is no type " + type);
    };
  }

  private Map<Field, String> facts(Map<String, String> keywords, long number)
      throws ManifestException {
    Map<Field, String> facts = new EnumMap<>(Field.class);
    boolean link = keywords.getOrDefault("type", "").equals("link");
    boolean directory = keywords.getOrDefault("type", "").equals("dir");
    for (Map.Entry<String, String> keyword : keywords.entrySet()) {
      String value = keyword.getValue();
      try {
        switch (keyword.getKey()) {
          case "type", "optional", "nochange", "ignore", "uid", "gid" -> {
            // read elsewhere, or no fact
          }
          case "mode" -> {
            if (!link) {
              facts.put(
                  Field.MODE,
                  String.format(Locale.ROOT, "%04o", Integer.parseInt(value, 8) & 0_7777));
            }
          }
          case "size" -> {
            if (!link && !directory) {
              facts.put(Field.SIZE, Long.toString(Long.parseLong(value)));
            }
          }
          case "sha256", "sha256digest" -> facts.put(Field.HASH, hash(value));
          case "link" -> facts.put(Field.TARGET, ByteString.of(unvis(value, number)).display());
          case "nlink" -> {
            if (keywords.getOrDefault("type", "").equals("file")) {
              facts.put(Field.LINKS, Long.toString(Long.parseLong(value)));
            }
          }
          case "time" -> {
            if (!directory) {
              facts.put(Field.MTIME, time(value));
            }
          }
          default -> unknown.putIfAbsent(keyword.getKey(), number);
        }
      } catch (IllegalArgumentException | java.time.DateTimeException e) {
        throw new ManifestException(number, keyword.getKey() + "=" + value + " is malformed");
      }
    }
    owner(keywords, number, facts);
    return facts;
  }

  private void owner(Map<String, String> keywords, long number, Map<Field, String> facts) {
    String uid = keywords.getOrDefault("uid", "");
    String gid = keywords.getOrDefault("gid", "");
    if (uid.matches("[0-9]+") && gid.matches("[0-9]+")) {
      facts.put(Field.OWNER, uid + ":" + gid);
    } else if (!uid.isEmpty() || !gid.isEmpty()) {
      unknown.putIfAbsent("uid or gid without the other", number);
    }
  }

  private static String hash(String value) {
    if (!value.matches("[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException("no SHA-256");
    }
    return value.toLowerCase(Locale.ROOT);
  }

  /** Seconds, and behind the point nanoseconds, all nine digits by most tools. */
  private static String time(String value) {
    int point = value.indexOf('.');
    long seconds = Long.parseLong(point < 0 ? value : value.substring(0, point));
    long nanos = point < 0 ? 0 : Long.parseLong(value.substring(point + 1));
    return Instant.ofEpochSecond(seconds, nanos).toString();
  }

  /** Undoes vis(3): octal, C style, and control and meta characters. */
  static byte[] unvis(String text, long number) throws ManifestException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c != '\\') {
        out.write(c);
        continue;
      }
      if (text.startsWith("M", i) || text.startsWith("^", i)) {
        int[] at = {i};
        out.write(meta(text, at, number));
        i = at[0];
      } else if (i + 3 <= text.length() && text.substring(i, i + 3).matches("[0-3][0-7]{2}")) {
        out.write(Integer.parseInt(text.substring(i, i + 3), 8));
        i += 3;
      } else if (i < text.length()) {
        out.write(single(text.charAt(i++), number));
      } else {
        throw new ManifestException(number, "a name ends with a backslash");
      }
    }
    return out.toByteArray();
  }

  private static int single(char c, long number) throws ManifestException {
    return switch (c) {
      case '\\', '#', '*', '?', '[', ' ', '=', '"', '\'' -> c;
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> 7;
      case 'v' -> 11;
      case 'f' -> '\f';
      case 's' -> ' ';
      case 'E' -> 27;
      case '0' -> 0;
      default -> throw new ManifestException(number, "\\" + c + " in a name is not known");
    };
  }

  /** {@code \M-c} and {@code \M^c} set the eighth bit, {@code \^c} is a control character. */
  private static int meta(String text, int[] at, long number) throws ManifestException {
    int bits = 0;
    if (text.charAt(at[0]) == 'M') {
      bits = 0x80;
      at[0]++;
    }
    if (at[0] + 1 >= text.length()) {
      throw new ManifestException(number, "a name ends within a character");
    }
    char kind = text.charAt(at[0]++);
    char c = text.charAt(at[0]++);
    if (kind == '-' && bits != 0) {
      return bits | c;
    }
    if (kind != '^') {
      throw new ManifestException(number, "\\M" + kind + " in a name is not known");
    }
    return bits | (c == '?' ? 0x7f : c & 0x1f);
  }

  /** A name in octal where it is not plain; all tools read that. */
  static String vis(ByteString name) {
    StringBuilder out = new StringBuilder();
    for (byte b : name.toBytes()) {
      boolean plain =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || "/._-+,@:%~^".indexOf(b) >= 0;
      if (plain) {
        out.append((char) b);
      } else {
        out.append(String.format(Locale.ROOT, "\\%03o", b & 0xff));
      }
    }
    return out.toString();
  }
}
