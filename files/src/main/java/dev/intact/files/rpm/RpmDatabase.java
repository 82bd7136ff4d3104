package dev.intact.files.rpm;

import dev.intact.files.explain.ByteLines;
import dev.intact.files.explain.Program;
import dev.intact.files.packages.Installed;
import dev.intact.files.packages.Snapshot;
import dev.intact.files.scan.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What rpm's database on this machine says, asked by rpm itself once; of paths only those are kept
 * that somebody asks for.
 *
 * @param installed by {@link Installed#key}
 * @param files of each package
 */
record RpmDatabase(Map<String, Installed> installed, Map<Installed, Map<ByteString, Item>> files)
    implements Snapshot.Catalogue {

  private static final int SECONDS = 300;
  private static final int MAX_LINE = 64 << 10;
  private static final Path PROGRAM = Path.of("/usr/bin/rpm");
  private static final List<String> HOMES = List.of("var/lib/rpm", "usr/lib/sysimage/rpm");
  private static final List<String> FILES = List.of("rpmdb.sqlite", "Packages.db", "Packages");
  private static final String FORMAT =
      "P\\t%{NAME}\\t%{ARCH}\\t%{EPOCHNUM}:%{VERSION}-%{RELEASE}\\n"
          + "[F\\t%{FILEDIGESTS}\\t%{FILEMODES:octal}\\t%{FILELINKTOS}\\t%{FILENAMES}\\n]";

  RpmDatabase {
    installed = Map.copyOf(installed);
    files = Map.copyOf(files);
  }

  /**
   * A file of a package.
   *
   * @param digest hexadecimal; empty if it has none
   * @param type as in {@code st_mode}, shifted down
   * @param link where it leads, if it is a link
   */
  record Item(String digest, int type, String link) {}

  /** Where it lies, if there is one and a program to ask it. */
  static Optional<String> home(Path root) {
    return Files.isExecutable(PROGRAM)
        ? HOMES.stream()
            .filter(
                home -> FILES.stream().anyMatch(f -> Files.exists(root.resolve(home).resolve(f))))
            .findFirst()
            .map(home -> "/" + home)
        : Optional.empty();
  }

  static RpmDatabase read(Path root, String home, Predicate<ByteString> wanted)
      throws IOException, InterruptedException {
    return new Program(
            SECONDS,
            List.of(
                PROGRAM.toString(),
                "--root",
                root.toString(),
                "--dbpath",
                home,
                "-qa",
                "--qf",
                FORMAT))
        .run(Program.Feeder.NOTHING, in -> parse(in, root, wanted))
        .require("rpm -qa");
  }

  private static RpmDatabase parse(InputStream in, Path root, Predicate<ByteString> wanted)
      throws IOException {
    Map<String, Installed> installed = new LinkedHashMap<>();
    Map<Installed, Map<ByteString, Item>> files = new LinkedHashMap<>();
    Installed now = new Installed("", "", "");
    ByteLines lines = new ByteLines(in, "rpm's answer", MAX_LINE);
    for (Optional<byte[]> l = lines.next(); l.isPresent(); l = lines.next()) {
      byte[] line = l.get();
      String[] fields = new String(line, StandardCharsets.ISO_8859_1).split("\t", -1);
      if (fields[0].equals("P") && fields.length == 4) {
        now = new Installed(fields[1], fields[2], fields[3]);
        installed.put(now.key(), now);
        files.put(now, new HashMap<>());
      } else if (fields[0].equals("F") && fields.length == 5) {
        byte[] name = Arrays.copyOfRange(line, line.length - fields[4].length(), line.length);
        ByteString path = under(root, name);
        if (wanted.test(path)) {
          int type =
              fields[2].matches("[0-7]{1,11}") ? Integer.parseInt(fields[2], 8) >> 12 & 15 : 0;
          files.getOrDefault(now, new HashMap<>()).put(path, new Item(fields[1], type, fields[3]));
        }
      }
    }
    return new RpmDatabase(installed, files);
  }

  private static ByteString under(Path root, byte[] path) {
    byte[] base = ByteString.utf8(root.toString()).toBytes();
    if (base.length <= 1) {
      return ByteString.of(path);
    }
    byte[] joined = Arrays.copyOf(base, base.length + path.length);
    System.arraycopy(path, 0, joined, base.length, path.length);
    return ByteString.of(joined);
  }

  Optional<Item> item(Installed one, ByteString path) {
    return Optional.ofNullable(files.getOrDefault(one, Map.of()).get(path));
  }

  @Override
  public void list(Installed one, Snapshot.PathVisitor visitor) throws IOException {
    for (ByteString path : files.getOrDefault(one, Map.of()).keySet()) {
      visitor.path(one, path, path);
    }
  }
}
