package dev.intact.files.packages;

import dev.intact.files.scan.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which packages have certain paths now, and what became of them since the baseline.
 *
 * @param owners by path on this system
 * @param then the packages of the baseline
 * @param now those of today by {@link Installed#key}
 * @param order of versions
 */
public record Ownership(
    Map<ByteString, List<Owner>> owners,
    Snapshot then,
    Map<String, Installed> now,
    Comparator<String> order) {

  /** Copies. */
  public Ownership {
    owners = Map.copyOf(owners);
    now = Map.copyOf(now);
  }

  /**
   * A package that has a path.
   *
   * @param one the package
   * @param inPackage how it calls the path
   */
  public record Owner(Installed one, ByteString inPackage) {}

  /**
   * Finds who has certain paths.
   *
   * @param database the packages of today
   * @param then those of the baseline
   * @param wanted the paths
   * @param order of versions
   * @return the owners
   * @throws IOException if they cannot be read
   */
  public static Ownership find(
      Snapshot.Catalogue database, Snapshot then, Set<ByteString> wanted, Comparator<String> order)
      throws IOException {
    Map<ByteString, List<Owner>> owners = new HashMap<>();
    for (Installed each : database.installed().values()) {
      database.list(
          each,
          (one, inPackage, actual) -> {
            if (wanted.contains(actual)) {
              owners.computeIfAbsent(actual, p -> new ArrayList<>()).add(new Owner(one, inPackage));
            }
          });
    }
    return new Ownership(owners, then, database.installed(), order);
  }

  /**
   * Whether any package that is installed now has a path.
   *
   * @param path which
   * @return true if one has
   */
  public boolean isOwned(ByteString path) {
    return owners.containsKey(path);
  }

  /**
   * Packages that have a path and came or were upgraded since the baseline.
   *
   * @param path which
   * @return maybe none
   */
  public List<Owner> newer(ByteString path) {
    return owners.getOrDefault(path, List.of()).stream().filter(o -> isNewer(o.one())).toList();
  }

  /**
   * Packages that have a path and are as they were.
   *
   * @param path which
   * @return maybe none
   */
  public List<Owner> same(ByteString path) {
    return owners.getOrDefault(path, List.of()).stream()
        .filter(o -> before(o.one()).equals(Optional.of(o.one().version())))
        .toList();
  }

  /**
   * The version of a package when the baseline was recorded.
   *
   * @param one which
   * @return empty if it was not installed then
   */
  public Optional<String> before(Installed one) {
    return Optional.ofNullable(then.versions().get(one.key()));
  }

  private boolean isNewer(Installed one) {
    return then.present() && before(one).map(v -> order.compare(v, one.version()) < 0).orElse(true);
  }

  /**
   * Whether a package that had a path was upgraded or removed since.
   *
   * @param formerly the package of then
   * @return true if it was
   */
  public boolean isGone(Installed formerly) {
    Installed today = now.get(formerly.key());
    return today == null || isNewer(today);
  }

  /**
   * A step of a package for people.
   *
   * @param one the package of today
   * @return one phrase
   */
  public String step(Installed one) {
    return before(one)
        .map(v -> "package " + one.name() + " " + v + " → " + one.version())
        .orElse("package " + one + ", installed since the baseline");
  }
}
