package dev.intact.files.packages;

import dev.intact.files.explain.Candidate;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.Kind;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a package database on this machine may explain: content, and plain files that came. Owner,
 * mode, set-id bits and extended attributes it does not, for whoever is root can write there.
 */
public final class LocalFit {

  private static final int SET_ID = 0_6000;
  private static final int WRITABLE = 0_022;
  private static final Set<Field> UNPACKING =
      EnumSet.of(Field.SIZE, Field.HASH, Field.MTIME, Field.CTIME, Field.INODE, Field.TARGET);

  private LocalFit() {}

  /**
   * Whether there was nothing of the kind before, so that all that there is must be accounted for.
   *
   * @param change of what is there now
   * @return true if it is new
   */
  public static boolean isNew(Candidate change) {
    return change.before().isEmpty()
        || change.before().get().kind() != change.after().orElseThrow().kind();
  }

  /**
   * Whether nothing is different that a local database says nothing about.
   *
   * @param change of what is there now
   * @return true if only content, times and the inode are, or it is new and plain
   */
  public static boolean isWithin(Candidate change) {
    FileState now = change.after().orElseThrow();
    if (!isNew(change)) {
      return UNPACKING.containsAll(change.changed());
    }
    int mode = now.value(Field.MODE).map(m -> Integer.parseInt(m, 8)).orElse(0);
    return (mode & SET_ID) == 0
        && (mode & WRITABLE) == 0
        && now.value(Field.OWNER).map("0:0"::equals).orElse(true)
        && !hasXattrs(now)
        && isUnflagged(now)
        && now.value(Field.LINKS).map("1"::equals).orElse(true);
  }

  /**
   * Whether a file was only unpacked again: the same in every way, in another inode.
   *
   * @param change of what is there now
   * @return true if so
   */
  public static boolean isReplacedBySame(Candidate change) {
    Set<Field> changed = change.changed();
    return changed.contains(Field.INODE)
        && EnumSet.of(Field.INODE, Field.CTIME).containsAll(changed);
  }

  /**
   * Whether nothing but the times of a directory moved, as when something came and went in it.
   *
   * @param change of what is there now
   * @return true if so
   */
  public static boolean isTimesOfDirectory(Candidate change) {
    return !isNew(change)
        && change.after().orElseThrow().kind() == Kind.DIRECTORY
        && EnumSet.of(Field.MTIME, Field.CTIME).containsAll(change.changed());
  }

  /**
   * Whether there are extended attributes; a label comes from the system's policy, not from a
   * package.
   *
   * @param now a state
   * @return true if there are others
   */
  public static boolean hasXattrs(FileState now) {
    return now.xattrs().keySet().stream().anyMatch(name -> !name.equals("security.selinux"));
  }

  /**
   * Whether there are no flags of {@code chattr}.
   *
   * @param now a state
   * @return true if there are none
   */
  public static boolean isUnflagged(FileState now) {
    return now.value(Field.FLAGS).map("none"::equals).orElse(true);
  }
}
