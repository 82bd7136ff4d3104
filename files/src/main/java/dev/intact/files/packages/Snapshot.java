package dev.intact.files.packages;

import dev.intact.files.explain.ByteLines;
import dev.intact.files.explain.Memory;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.PathOrder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The packages as they were when the baseline was recorded, from the set's log.
 *
 * <pre>
 * the form, for example intact-dpkg/v1
 * K fingerprint of a key of a repository
 * P name architecture version
 * F path of the package before, as it is on this system
 * </pre>
 *
 * @param present whether anything was recorded
 * @param keys fingerprints of keys that count
 * @param versions by {@link Installed#key}
 * @param owners of the paths that were asked for
 */
public record Snapshot(
    boolean present,
    Set<String> keys,
    Map<String, String> versions,
    Map<ByteString, Installed> owners) {

  private static final int MAX_LINE = 64 << 10;

  /** Copies. */
  public Snapshot {
    keys = Set.copyOf(keys);
    versions = Map.copyOf(versions);
    owners = Map.copyOf(owners);
  }

  /** The packages of today. */
  public interface Catalogue {

    /**
     * All whose files are unpacked.
     *
     * @return by {@link Installed#key}
     */
    Map<String, Installed> installed();

    /**
     * Shows the paths of a package.
     *
     * @param one which
     * @param visitor is shown them
     * @throws IOException if they cannot be read
     */
    void list(Installed one, PathVisitor visitor) throws IOException;
  }

  /** Is shown a path that a package has. */
  public interface PathVisitor {

    /**
     * A path.
     *
     * @param owner whose
     * @param inPackage how the package calls it
     * @param actual how it is called on this system
     * @throws IOException if it cannot be used
     */
    void path(Installed owner, ByteString inPackage, ByteString actual) throws IOException;
  }

  /**
   * Writes the packages of today.
   *
   * @param form of what, with a version
   * @param database the packages
   * @param keys fingerprints of keys that count from now on
   * @param roots of other paths nothing is written
   * @param out takes it
   * @throws IOException if it cannot be read or written
   */
  public static void write(
      String form, Catalogue database, Set<String> keys, List<ByteString> roots, OutputStream out)
      throws IOException {
    line(out, form);
    for (String key : keys) {
      line(out, "K " + key);
    }
    for (Installed one : database.installed().values()) {
      line(out, "P " + one.name() + " " + one.architecture() + " " + one.version());
      database.list(
          one,
          (owner, inPackage, actual) -> {
            if (roots.stream().anyMatch(root -> PathOrder.isWithin(actual, root))) {
              out.write('F');
              out.write(' ');
              out.write(actual.toBytes());
              out.write('\n');
            }
          });
    }
  }

  private static void line(OutputStream out, String text) throws IOException {
    out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads what was written.
   *
   * @param form of what, with a version
   * @param memory where it was written to
   * @param wanted the paths whose owners are asked for
   * @return the packages of then
   * @throws IOException if it is not what was written
   */
  public static Snapshot read(String form, Memory memory, Set<ByteString> wanted)
      throws IOException {
    Optional<InputStream> remembered = memory.open();
    if (remembered.isEmpty()) {
      return new Snapshot(false, Set.of(), Map.of(), Map.of());
    }
    Set<String> keys = new TreeSet<>();
    Map<String, String> versions = new HashMap<>();
    Map<ByteString, Installed> owners = new HashMap<>();
    try (InputStream in = remembered.get()) {
      ByteLines lines = new ByteLines(in, "the record of packages", MAX_LINE);
      String header = lines.next().map(Snapshot::text).orElse("");
      if (!header.equals(form)) {
        throw new IOException("the record of packages is of an unknown form: " + header);
      }
      Installed now = new Installed("", "", "");
      for (Optional<byte[]> l = lines.next(); l.isPresent(); l = lines.next()) {
        byte[] line = l.get();
        if (line.length < 3 || line[1] != ' ') {
          throw new IOException(
              "line " + lines.number() + " of the record of packages is malformed");
        }
        switch (line[0]) {
          case 'K' -> keys.add(text(line).substring(2));
          case 'P' -> {
            String[] parts = text(line).split(" ");
            if (parts.length != 4) {
              throw new IOException(
                  "line " + lines.number() + " of the record of packages is malformed");
            }
            now = new Installed(parts[1], parts[2], parts[3]);
            versions.put(now.key(), now.version());
          }
          case 'F' -> {
            ByteString path = ByteString.of(java.util.Arrays.copyOfRange(line, 2, line.length));
            if (wanted.contains(path)) {
              owners.putIfAbsent(path, now);
            }
          }
          default ->
              throw new IOException(
                  "line " + lines.number() + " of the record of packages is of an unknown kind");
        }
      }
    }
    return new Snapshot(true, keys, versions, owners);
  }

  private static String text(byte[] line) {
    return new String(line, StandardCharsets.UTF_8);
  }
}
