package dev.intact.files.dpkg;

import dev.intact.files.explain.ByteLines;
import dev.intact.files.packages.Installed;
import dev.intact.files.packages.Snapshot;
import dev.intact.files.scan.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * dpkg's own files. Whoever is root can change them: what they say is grade B. Read in streams; of
 * paths only those are kept that somebody asks for. Not thread-safe.
 */
final class PackageDatabase implements Snapshot.Catalogue {

  private static final int MAX_LINE = 64 << 10;
  private static final Set<String> FIELDS =
      Set.of("package", "status", "architecture", "version", "conffiles");
  private static final Set<String> UNPACKED =
      Set.of("installed", "triggers-pending", "triggers-awaited", "half-configured", "unpacked");

  private final DpkgPlaces places;
  private final PackagePaths paths;
  private final Map<String, Installed> installed = new LinkedHashMap<>();
  private final Map<ByteString, String> conffiles = new HashMap<>();

  private PackageDatabase(DpkgPlaces places, PackagePaths paths) {
    this.places = places;
    this.paths = paths;
  }

  /** Whether there is one. */
  static boolean exists(DpkgPlaces places) {
    return Files.isRegularFile(places.admin().resolve("status"));
  }

  static PackageDatabase read(DpkgPlaces places) throws IOException {
    PackageDatabase database = new PackageDatabase(places, PackagePaths.read(places));
    Path status = places.admin().resolve("status");
    try (InputStream in = Files.newInputStream(status)) {
      Stanzas stanzas = new Stanzas(in, status.toString(), FIELDS);
      for (Optional<Map<String, String>> s = stanzas.next(); s.isPresent(); s = stanzas.next()) {
        database.add(s.get());
      }
    }
    return database;
  }

  private void add(Map<String, String> stanza) {
    String status = stanza.getOrDefault("status", "");
    if (!UNPACKED.contains(status.substring(status.lastIndexOf(' ') + 1))) {
      return;
    }
    Installed one =
        new Installed(
            stanza.getOrDefault("package", ""),
            stanza.getOrDefault("architecture", ""),
            stanza.getOrDefault("version", ""));
    installed.put(one.key(), one);
    for (String line : stanza.getOrDefault("conffiles", "").split("\n")) {
      String[] parts = line.split(" ");
      if (parts.length == 2) { // more says that it is obsolete
        conffiles.put(paths.actual(ByteString.utf8(parts[0]), one.name()), parts[1]);
      }
    }
  }

  PackagePaths paths() {
    return paths;
  }

  @Override
  public Map<String, Installed> installed() {
    return installed;
  }

  /** The MD5 of a configuration file as its package last brought it. */
  Optional<String> conffile(ByteString actual) {
    return Optional.ofNullable(conffiles.get(actual));
  }

  @Override
  public void list(Installed one, Snapshot.PathVisitor visitor) throws IOException {
    each(
        one,
        ".list",
        line -> {
          ByteString inPackage = ByteString.of(line);
          visitor.path(one, inPackage, paths.actual(inPackage, one.name()));
        });
  }

  /** How dpkg may name the files of a package. */
  private static List<String> infoNames(Installed one) {
    return List.of(one.key(), one.name());
  }

  /** When a package was unpacked last: its list is written anew each time. */
  Optional<Instant> unpacked(Installed one) throws IOException {
    for (String name : infoNames(one)) {
      Path file = places.admin().resolve("info").resolve(name + ".list");
      if (Files.exists(file)) {
        return Optional.of(((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant());
      }
    }
    return Optional.empty();
  }

  /** When dpkg did anything last. */
  Instant written() throws IOException {
    Path status = places.admin().resolve("status");
    return ((FileTime) Files.getAttribute(status, "unix:ctime")).toInstant();
  }

  private interface LineVisitor {
    void line(byte[] line) throws IOException;
  }

  private void each(Installed one, String suffix, LineVisitor visitor) throws IOException {
    for (String name : infoNames(one)) {
      Path file = places.admin().resolve("info").resolve(name + suffix);
      try (InputStream in = Files.newInputStream(file)) {
        ByteLines lines = new ByteLines(in, file.toString(), MAX_LINE);
        for (Optional<byte[]> l = lines.next(); l.isPresent(); l = lines.next()) {
          if (l.get().length > 0) {
            visitor.line(l.get());
          }
        }
        return;
      } catch (NoSuchFileException e) {
        // under the other name, or the package has no such file
      }
    }
  }

  /** The MD5 of those files of a package that are wanted, by their paths in it. */
  Map<ByteString, String> md5sums(Installed one, Set<ByteString> wanted) throws IOException {
    Map<ByteString, String> sums = new HashMap<>();
    each(
        one,
        ".md5sums",
        line -> {
          if (line.length > 34 && line[32] == ' ' && line[33] == ' ') {
            byte[] path = new byte[line.length - 33];
            path[0] = '/';
            System.arraycopy(line, 34, path, 1, line.length - 34);
            ByteString name = ByteString.of(path);
            if (wanted.contains(name)) {
              sums.put(name, new String(line, 0, 32, StandardCharsets.US_ASCII));
            }
          }
        });
    return sums;
  }

  /** The lines of a file of dpkg's directory; none if it is not there. */
  static List<ByteString> lines(Path file) throws IOException {
    List<ByteString> all = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      ByteLines lines = new ByteLines(in, file.toString(), MAX_LINE);
      for (Optional<byte[]> l = lines.next(); l.isPresent(); l = lines.next()) {
        all.add(ByteString.of(l.get()));
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return all;
  }
}
