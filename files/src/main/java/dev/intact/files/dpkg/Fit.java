package dev.intact.files.dpkg;

import dev.intact.files.explain.Candidate;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.Kind;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Whether everything about a change is as a package has it. What a package does not say is not
 * explained by it.
 */
final class Fit {

  private static final int SET_ID = 0_6000;
  private static final int WRITABLE = 0_022;
  private static final Set<Field> UNPACKING =
      EnumSet.of(Field.SIZE, Field.HASH, Field.MTIME, Field.CTIME, Field.INODE, Field.TARGET);

  private Fit() {}

  /** What must be accounted for; all that there is if there was nothing of the kind before. */
  private static boolean isNew(Candidate change) {
    return change.before().isEmpty()
        || change.before().get().kind() != change.after().orElseThrow().kind();
  }

  private static boolean is(Candidate change, Set<Field> changed, Field field) {
    FileState now = change.after().orElseThrow();
    return changed.contains(field) || (isNew(change) && now.value(field).isPresent());
  }

  private static Optional<Kind> kind(char type) {
    return switch (type) {
      case '0' -> Optional.of(Kind.REGULAR);
      case '2' -> Optional.of(Kind.LINK);
      case '5' -> Optional.of(Kind.DIRECTORY);
      default -> Optional.empty();
    };
  }

  /**
   * Against a file of an archive.
   *
   * @return what does not fit; empty if all does
   */
  static Optional<String> misfit(Candidate change, Archive.Item item, Accounts accounts) {
    FileState now = change.after().orElseThrow();
    Set<Field> changed = change.changed();
    TarReader.Member member = item.member();
    if (!kind(member.type()).equals(Optional.of(now.kind()))) {
      return Optional.of("it is a " + now.kind() + ", not what the package has");
    }
    if (now.kind() == Kind.REGULAR && !now.value(Field.HASH).equals(item.sha256())) {
      return Optional.of("its content is not that of the package");
    }
    if (now.kind() == Kind.LINK
        && !now.value(Field.TARGET).equals(Optional.of(member.link().display()))) {
      return Optional.of("it leads elsewhere than in the package");
    }
    if (is(change, changed, Field.MODE)
        && !now.value(Field.MODE).equals(Optional.of(String.format("%04o", member.mode())))) {
      return Optional.of("its mode is not that of the package");
    }
    if (is(change, changed, Field.OWNER)
        && !now.value(Field.OWNER).equals(Optional.of(accounts.owner(member)))) {
      return Optional.of("its owner is not that of the package");
    }
    if ((isNew(change) || changed.contains(Field.XATTRS)) && hasXattrs(now)) {
      return Optional.of("it has extended attributes, and in the package it has none");
    }
    if (is(change, changed, Field.FLAGS) && !isUnflagged(now)) {
      return Optional.of("it has flags, and in the package it has none");
    }
    if (is(change, changed, Field.LINKS)
        && !now.value(Field.LINKS).equals(Optional.of(Integer.toString(item.links())))) {
      return Optional.of("it has another number of hard links than in the package");
    }
    if (now.compared().contains(Field.MTIME)
        && is(change, changed, Field.MTIME)
        && now.kind() == Kind.REGULAR
        && !isAt(now, member.seconds())) {
      return Optional.of("it was modified after it was unpacked");
    }
    return Optional.empty();
  }

  private static boolean isAt(FileState now, long seconds) {
    return now.value(Field.MTIME).map(Instant::parse).map(Instant::getEpochSecond).orElse(-1L)
        == seconds;
  }

  private static boolean hasXattrs(FileState now) {
    // A label comes from the system's policy, not from a package.
    return now.xattrs().keySet().stream().anyMatch(name -> !name.equals("security.selinux"));
  }

  private static boolean isUnflagged(FileState now) {
    return now.value(Field.FLAGS).map("none"::equals).orElse(true);
  }

  /** Whether nothing is different that the local database says nothing about. */
  static boolean isWithinLocal(Candidate change) {
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

  /** Whether a file was only unpacked again: the same in every way, in another inode. */
  static boolean isReplacedBySame(Candidate change) {
    Set<Field> changed = change.changed();
    return changed.contains(Field.INODE)
        && EnumSet.of(Field.INODE, Field.CTIME).containsAll(changed);
  }
}
