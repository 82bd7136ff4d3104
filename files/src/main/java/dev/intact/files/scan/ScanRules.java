package dev.intact.files.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is looked at, and what of it must stay as it is. Immutable.
 *
 * @param roots absolute paths without {@code .}, {@code ..} and double slashes, none within
 *     another, in the order of a walk
 * @param preset what must stay
 * @param overrides where something else must stay; the first that matches a path counts
 * @param excludes paths that are left out, with all that is under them
 * @param includes if there are any, only entries that one of them matches, and all directories
 * @param crossMounts whether to enter other file systems
 */
public record ScanRules(
    List<ByteString> roots,
    Preset preset,
    List<Override> overrides,
    List<Glob> excludes,
    List<Glob> includes,
    boolean crossMounts) {

  /**
   * Another preset for some paths.
   *
   * @param match which
   * @param preset what must stay of them
   */
  public record Override(Glob match, Preset preset) {}

  /** The longest root, as the kernel has it. */
  public static final int MAX_ROOT = 4095;

  /**
   * Checks and sorts.
   *
   * @throws IllegalArgumentException if a root is no such path
   */
  public ScanRules {
    if (roots.isEmpty()) {
      throw new IllegalArgumentException("at least one path is needed");
    }
    List<ByteString> sorted = new ArrayList<>(roots);
    sorted.sort((a, b) -> Paths.compare(a.array(), b.array()));
    for (int i = 0; i < sorted.size(); i++) {
      requireAbsolute(sorted.get(i));
      if (i > 0 && Paths.isWithin(sorted.get(i).array(), sorted.get(i - 1).array())) {
        throw new IllegalArgumentException(
            sorted.get(i) + " lies within " + sorted.get(i - 1) + ": name the outer one alone");
      }
    }
    roots = List.copyOf(sorted);
    overrides = List.copyOf(overrides);
    excludes = List.copyOf(excludes);
    includes = List.copyOf(includes);
  }

  /**
   * One preset for all.
   *
   * @param roots absolute paths
   * @param preset what must stay
   * @param excludes paths that are left out
   * @param includes if there are any, only entries that one of them matches
   * @param crossMounts whether to enter other file systems
   * @throws IllegalArgumentException if a root is no such path
   */
  public ScanRules(
      List<ByteString> roots,
      Preset preset,
      List<Glob> excludes,
      List<Glob> includes,
      boolean crossMounts) {
    this(roots, preset, List.of(), excludes, includes, crossMounts);
  }

  private static void requireAbsolute(ByteString root) {
    byte[] path = root.array();
    String text = root.display();
    boolean whole = path.length > 0 && path[0] == '/' && path.length <= MAX_ROOT;
    boolean plain = path.length == 1 || !text.endsWith("/");
    if (!whole || !plain || (text + "/").matches("(?s).*/(\\.{0,2})/.*") && path.length > 1) {
      throw new IllegalArgumentException(
          "a path is absolute, without //, . and .., at most " + MAX_ROOT + " bytes: " + text);
    }
    for (byte b : path) {
      if (b == 0) {
        throw new IllegalArgumentException("a path holds no NUL: " + text);
      }
    }
  }

  /**
   * The same for some paths of the set and what is under them.
   *
   * @param paths each within a root and not excluded
   * @return rules for these alone
   * @throws IllegalArgumentException if one is not in the set
   */
  public ScanRules only(List<ByteString> paths) {
    for (ByteString path : paths) {
      if (!contains(path)) {
        throw new IllegalArgumentException(path + " is not in the set, or excluded from it");
      }
    }
    List<ByteString> outermost = new ArrayList<>();
    for (ByteString path : paths) {
      boolean within = paths.stream().anyMatch(p -> !p.equals(path) && PathOrder.isWithin(path, p));
      if (!within && !outermost.contains(path)) {
        outermost.add(path);
      }
    }
    return new ScanRules(outermost, preset, overrides, excludes, includes, crossMounts);
  }

  /**
   * What must stay of a directory. Its times are those of the last entry that came, went or was
   * replaced: they must stay only where every such change of an entry is found itself.
   */
  Set<Field> comparedOfDirectory(byte[] path) {
    Preset of = presetOf(path);
    boolean whole = includes.isEmpty() && excludes.stream().noneMatch(g -> g.reaches(path));
    boolean alike =
        overrides.stream()
            .noneMatch(o -> !o.preset.compared().contains(Field.INODE) && o.match.reaches(path));
    return whole && alike ? of.compared() : of.withoutTimes();
  }

  /** What must stay of the entry at a path. */
  Preset presetOf(byte[] path) {
    for (Override override : overrides) {
      if (override.match.matches(path)) {
        return override.preset;
      }
    }
    return preset;
  }

  /**
   * Whether a path would be looked at.
   *
   * @param path absolute
   * @return true if it lies within a root and neither it nor a directory above it is excluded
   */
  public boolean contains(ByteString path) {
    for (ByteString root : roots) {
      if (Paths.isWithin(path.array(), root.array())) {
        byte[] at = path.array();
        while (at.length > root.length()) {
          if (isExcluded(at)) {
            return false;
          }
          at = Paths.parent(at);
        }
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the text of a file is kept.
   *
   * @param path absolute
   * @return what its preset says
   */
  public boolean keepsText(ByteString path) {
    return presetOf(path.array()).keepsText();
  }

  /** Whether a path within a root is left out; those above it were asked before. */
  boolean isExcluded(byte[] path) {
    for (Glob glob : excludes) {
      if (glob.matches(path)) {
        return true;
      }
    }
    return false;
  }

  /** Whether something that is no directory is looked at. */
  boolean isIncluded(byte[] path) {
    if (includes.isEmpty()) {
      return true;
    }
    for (Glob glob : includes) {
      if (glob.matches(path)) {
        return true;
      }
    }
    return false;
  }
}
