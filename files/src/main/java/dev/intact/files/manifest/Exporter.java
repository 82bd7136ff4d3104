package dev.intact.files.manifest;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Expected;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.Kind;
import dev.intact.files.scan.PathOrder;
import dev.intact.files.scan.StateFormatException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes the states of a baseline as lists of other tools. Streams; any number of entries. */
public final class Exporter {

  private Exporter() {}

  /**
   * What was written.
   *
   * @param entries how many
   * @param leftOut by kind, what the format has no place for
   */
  public record Exported(long entries, Map<String, Long> leftOut) {}

  /**
   * Writes a list for {@code sha256sum -c}: of regular files whose whole content was hashed.
   *
   * @param states the states
   * @param out takes the list
   * @return what was written
   * @throws IOException if it cannot be read or written
   */
  public static Exported sha256sum(Expected states, OutputStream out) throws IOException {
    Map<String, Long> leftOut = new TreeMap<>();
    long entries = 0;
    for (Optional<Expected.Entry> e = states.next(); e.isPresent(); e = states.next()) {
      FileState state = read(e.get());
      Optional<String> hash = state.value(Field.HASH);
      if (hash.isPresent() && !state.prefix()) {
        Sha256sum.write(out, e.get().path(), hash.get());
        entries++;
      } else {
        leftOut.merge(
            state.prefix() ? "file that may grow" : state.kind().toString(), 1L, Long::sum);
      }
    }
    return new Exported(entries, leftOut);
  }

  /**
   * Writes a specification for {@code mtree -p}: a path a line, relative to the directory that all
   * of the set lies in, with those facts that a check of the set compares.
   *
   * @param states the states
   * @param roots the set's paths
   * @param out takes the specification
   * @return what was written
   * @throws IOException if it cannot be read or written
   */
  public static Exported mtree(Expected states, List<ByteString> roots, OutputStream out)
      throws IOException {
    Map<String, Long> leftOut = new TreeMap<>();
    long entries = 0;
    ByteString base = common(roots);
    boolean first = true;
    for (Optional<Expected.Entry> e = states.next(); e.isPresent(); e = states.next()) {
      FileState state = read(e.get());
      if (first) {
        // A set of one file lies in the directory of that file.
        base =
            roots.size() == 1 && state.kind() != Kind.DIRECTORY && e.get().path().equals(base)
                ? PathOrder.parent(base)
                : base;
        line(out, "#mtree");
        line(out, "# relative to " + Mtree.vis(base));
        first = false;
      }
      Optional<String> type = type(state.kind());
      if (type.isEmpty()) {
        leftOut.merge(state.kind().toString(), 1L, Long::sum);
        continue;
      }
      line(out, relative(base, e.get().path()) + " type=" + type.get() + keywords(state));
      entries++;
    }
    return new Exported(entries, leftOut);
  }

  /** The directory that holds all; a single path itself. */
  static ByteString common(List<ByteString> roots) {
    ByteString base = roots.getFirst();
    for (ByteString root : roots) {
      while (!PathOrder.isWithin(root, base)) {
        base = PathOrder.parent(base);
      }
    }
    return base;
  }

  private static String relative(ByteString base, ByteString path) {
    if (path.equals(base)) {
      return ".";
    }
    byte[] bytes = path.toBytes();
    int from = base.length() == 1 ? 0 : base.length();
    return "." + Mtree.vis(ByteString.of(Arrays.copyOfRange(bytes, from, bytes.length)));
  }

  private static Optional<String> type(Kind kind) {
    return switch (kind) {
      case REGULAR -> Optional.of("file");
      case DIRECTORY -> Optional.of("dir");
      case LINK -> Optional.of("link");
      case PIPE -> Optional.of("fifo");
      case SOCKET -> Optional.of("socket");
      case CHARACTER -> Optional.of("char");
      case BLOCK -> Optional.of("block");
      case MOUNT, NONE -> Optional.empty();
    };
  }

  private static String keywords(FileState state) {
    Map<Field, String> facts = new EnumMap<>(Field.class);
    for (Field field : state.compared()) {
      state.value(field).ifPresent(value -> facts.put(field, value));
    }
    StringBuilder text = new StringBuilder();
    facts.forEach((field, value) -> {
      switch (field) {
        case MODE -> text.append(" mode=").append(value);
        case OWNER -> {
          String[] ids = value.split(":");
          text.append(" uid=").append(ids[0]).append(" gid=").append(ids[1]);
        }
        case SIZE -> text.append(state.prefix() ? "" : " size=" + value);
        case HASH -> text.append(state.prefix() ? "" : " sha256=" + value);
        case TARGET -> text.append(" link=").append(Mtree.vis(ByteString.parse(value)));
        case LINKS -> text.append(" nlink=").append(value);
        case MTIME -> {
          Instant time = Instant.parse(value);
          text.append(
              String.format(Locale.ROOT, " time=%d.%09d", time.getEpochSecond(), time.getNano()));
        }
        case XATTRS, FLAGS, INODE, CTIME, SPECIAL -> {
          // mtree has no such keyword on Linux
        }
      }
    });
    return text.toString();
  }

  private static FileState read(Expected.Entry entry) throws IOException {
    try {
      return FileState.read(entry.state().toBytes());
    } catch (StateFormatException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void line(OutputStream out, String text) throws IOException {
    out.write((text + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
