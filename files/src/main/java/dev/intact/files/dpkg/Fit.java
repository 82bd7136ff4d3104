package dev.intact.files.dpkg;

import dev.intact.files.explain.Candidate;
import dev.intact.files.packages.LocalFit;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.Kind;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Whether everything about a change is as a package has it. What a package does not say is not
 * explained by it.
 */
final class Fit {

  private Fit() {}

  private static boolean is(Candidate change, Set<Field> changed, Field field) {
    FileState now = change.after().orElseThrow();
    return changed.contains(field) || (LocalFit.isNew(change) && now.value(field).isPresent());
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
    if ((LocalFit.isNew(change) || changed.contains(Field.XATTRS)) && LocalFit.hasXattrs(now)) {
      return Optional.of("it has extended attributes, and in the package it has none");
    }
    if (is(change, changed, Field.FLAGS) && !LocalFit.isUnflagged(now)) {
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
}
