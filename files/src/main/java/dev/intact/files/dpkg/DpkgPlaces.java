package dev.intact.files.dpkg;

import dev.intact.files.scan.ByteString;
import java.nio.file.Path;

/**
 * Where an installation of dpkg and apt lies.
 *
 * @param root under which packages are unpacked; {@code /} for the running system
 * @param admin dpkg's directory
 * @param archives where apt keeps what it has fetched
 * @param lists where apt keeps the indexes of repositories
 * @param apt apt's configuration
 * @param fetch whether archives that are not kept are fetched again by {@code apt-get download}
 */
public record DpkgPlaces(
    Path root, Path admin, Path archives, Path lists, Path apt, boolean fetch) {

  /**
   * The usual places.
   *
   * @param root under which packages are unpacked
   * @return nothing is fetched
   */
  public static DpkgPlaces of(Path root) {
    return new DpkgPlaces(
        root,
        root.resolve("var/lib/dpkg"),
        root.resolve("var/cache/apt/archives"),
        root.resolve("var/lib/apt/lists"),
        root.resolve("etc/apt"),
        false);
  }

  /**
   * The same, with fetching.
   *
   * @param other whether to fetch
   * @return new places
   */
  public DpkgPlaces withFetch(boolean other) {
    return new DpkgPlaces(root, admin, archives, lists, apt, other);
  }

  /** The path on this system of a path in a package. */
  ByteString actual(ByteString inPackage) {
    byte[] prefix = ByteString.utf8(root.toString()).toBytes();
    if (prefix.length <= 1) {
      return inPackage;
    }
    byte[] path = inPackage.toBytes();
    byte[] joined = java.util.Arrays.copyOf(prefix, prefix.length + path.length);
    System.arraycopy(path, 0, joined, prefix.length, path.length);
    return ByteString.of(joined);
  }
}
