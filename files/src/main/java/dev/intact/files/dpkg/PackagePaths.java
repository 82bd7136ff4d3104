package dev.intact.files.dpkg;

import dev.intact.files.scan.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the paths of packages are on this system: directories like {@code /bin} may be links into
 * {@code /usr}, and an administrator or another package may have diverted a file.
 */
final class PackagePaths {

  private static final byte[] USR = {'/', 'u', 's', 'r'};
  private static final List<String> MERGED =
      List.of("bin", "sbin", "lib", "lib32", "lib64", "libo32", "libx32");

  /**
   * A diversion.
   *
   * @param from path in packages
   * @param to where it is put instead
   * @param by the package whose own file stays; {@code :} for the administrator's, who has none
   */
  record Diversion(ByteString from, ByteString to, String by) {}

  private final DpkgPlaces places;
  private final List<byte[]> merged;
  private final Map<ByteString, Diversion> diversions;

  private PackagePaths(
      DpkgPlaces places, List<byte[]> merged, Map<ByteString, Diversion> diversions) {
    this.places = places;
    this.merged = merged;
    this.diversions = diversions;
  }

  static PackagePaths read(DpkgPlaces places) throws IOException {
    List<byte[]> merged = new ArrayList<>();
    for (String name : MERGED) {
      Path link = places.root().resolve(name);
      if (Files.isSymbolicLink(link)) {
        String target = Files.readSymbolicLink(link).toString();
        if (target.equals("usr/" + name) || target.equals("/usr/" + name)) {
          merged.add(ByteString.utf8("/" + name + "/").toBytes());
        }
      }
    }
    Map<ByteString, Diversion> diversions = new HashMap<>();
    List<ByteString> lines = PackageDatabase.lines(places.admin().resolve("diversions"));
    for (int i = 0; i + 2 < lines.size(); i += 3) {
      Diversion diversion =
          new Diversion(lines.get(i), lines.get(i + 1), lines.get(i + 2).display());
      diversions.put(diversion.from(), diversion);
    }
    return new PackagePaths(places, merged, diversions);
  }

  /** Where a package's file is. */
  ByteString actual(ByteString inPackage, String owner) {
    Optional<Diversion> diversion =
        diversions.isEmpty() ? Optional.empty() : Optional.ofNullable(diversions.get(inPackage));
    ByteString at =
        diversion.isPresent() && !diversion.get().by().equals(owner)
            ? diversion.get().to()
            : inPackage;
    return places.actual(merge(at));
  }

  private ByteString merge(ByteString path) {
    byte[] bytes = path.toBytes();
    for (byte[] directory : merged) {
      if (bytes.length > directory.length
          && Arrays.equals(bytes, 0, directory.length, directory, 0, directory.length)) {
        byte[] inUsr = new byte[bytes.length + 4];
        System.arraycopy(USR, 0, inUsr, 0, 4);
        System.arraycopy(bytes, 0, inUsr, 4, bytes.length);
        return ByteString.of(inUsr);
      }
    }
    return path;
  }

  /** How packages may call a path of this system, diversions aside. */
  List<ByteString> possible(ByteString actual) {
    byte[] path = actual.toBytes();
    int prefix = places.actual(ByteString.utf8("/")).length() - 1;
    if (path.length <= prefix) {
      return List.of();
    }
    byte[] own = Arrays.copyOfRange(path, prefix, path.length);
    List<ByteString> all = new ArrayList<>(List.of(ByteString.of(own)));
    for (byte[] directory : merged) {
      if (own.length > directory.length + 4
          && Arrays.equals(own, 4, 4 + directory.length, directory, 0, directory.length)
          && Arrays.equals(own, 0, 4, USR, 0, 4)) {
        all.add(ByteString.of(Arrays.copyOfRange(own, 4, own.length)));
      }
    }
    return all;
  }

  /** The diversion that moves a file from one place to the other. */
  Optional<Diversion> diversion(ByteString from, ByteString to) {
    return diversions.values().stream()
        .filter(d ->
            places.actual(merge(d.from())).equals(from) && places.actual(merge(d.to())).equals(to))
        .findFirst();
  }

  /** The diversion that leads to a path. */
  Optional<Diversion> diversionTo(ByteString to) {
    return diversions.values().stream()
        .filter(d -> places.actual(merge(d.to())).equals(to))
        .findFirst();
  }
}
