package dev.intact.files;

import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.Kind;
import dev.intact.finding.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is different between two states of a path, told by its causes: one act is one line, however
 * many facts it moves. A chmod moves mode, ACL and change time; a write moves content, size and
 * both times.
 *
 * @param verdict CONTENT_TAMPERED, ATTRIBUTES_CHANGED, or UNVERIFIABLE if there was no content to
 *     compare with
 * @param changes all that is different
 * @param detail the causes
 */
record Comparison(Verdict verdict, List<Change> changes, String detail) {

  private static final String ACL = "system.posix_acl_access";

  Comparison {
    changes = List.copyOf(changes);
  }

  static Comparison of(FileState before, FileState after) {
    return of(before, after, false);
  }

  /**
   * Compares.
   *
   * @param timesTold whether what moved the times is told elsewhere: as of a directory an entry of
   *     which came or went
   */
  static Comparison of(FileState before, FileState after, boolean timesTold) {
    if (before.kind() != after.kind()) {
      Change type = Change.of("type", before.kind().toString(), after.kind().toString());
      return new Comparison(
          Verdict.CONTENT_TAMPERED,
          List.of(type),
          "was a " + before.kind() + " and is a " + after.kind());
    }
    List<Change> changes = new ArrayList<>();
    if (!before.readable() && after.readable()) {
      return new Comparison(
          Verdict.UNVERIFIABLE,
          List.of(new Change("content", Optional.empty(), after.value(Field.HASH))),
          "its content could not be read when its state was recorded: there is nothing to compare with");
    }
    for (Field field : Field.values()) {
      boolean told = timesTold && (field == Field.MTIME || field == Field.CTIME);
      if (before.compared().contains(field) && field != Field.XATTRS && !told) {
        value(changes, field, before, after);
      }
    }
    if (before.compared().contains(Field.XATTRS)) {
      xattrs(changes, before, after);
    }
    boolean content =
        has(changes, Field.HASH)
            || has(changes, Field.SIZE)
            || has(changes, Field.TARGET)
            || has(changes, Field.SPECIAL);
    return new Comparison(
        content ? Verdict.CONTENT_TAMPERED : Verdict.ATTRIBUTES_CHANGED,
        changes,
        detail(changes, before, content));
  }

  private static void value(List<Change> changes, Field field, FileState before, FileState after) {
    Optional<String> was = before.value(field);
    Optional<String> is = after.value(field);
    if (!was.equals(is)) {
      changes.add(new Change(field.toString(), was, is));
    }
  }

  private static void xattrs(List<Change> changes, FileState before, FileState after) {
    Set<String> names = new TreeSet<>(before.xattrs().keySet());
    names.addAll(after.xattrs().keySet());
    for (String name : names) {
      Optional<String> was = Optional.ofNullable(before.xattrs().get(name));
      Optional<String> is = Optional.ofNullable(after.xattrs().get(name));
      if (!was.equals(is)) {
        changes.add(new Change(name, was, is));
      }
    }
  }

  private static boolean has(List<Change> changes, Field field) {
    return find(changes, field.toString()).isPresent();
  }

  private static Optional<Change> find(List<Change> changes, String what) {
    return changes.stream().filter(c -> c.what().equals(what)).findFirst();
  }

  /** Whether nothing but the number of names of the file is different. */
  boolean isLinksOnly() {
    return has(changes, Field.LINKS)
        && changes.stream()
            .allMatch(c ->
                c.what().equals(Field.LINKS.toString()) || c.what().equals(Field.CTIME.toString()));
  }

  /** How many names more the file has than it had. */
  long linksGained() {
    return find(changes, Field.LINKS.toString())
        .map(
            c -> Long.parseLong(c.after().orElseThrow()) - Long.parseLong(c.before().orElseThrow()))
        .orElse(0L);
  }

  /** Whether nothing but times is different. */
  boolean isTimeOnly() {
    return changes.stream()
        .allMatch(c ->
            c.what().equals(Field.MTIME.toString()) || c.what().equals(Field.CTIME.toString()));
  }

  /** What is best shown beside each other: the hashes, if they differ. */
  Change main() {
    return find(changes, Field.HASH.toString())
        .or(() -> changes.stream().findFirst())
        .orElse(new Change("state", Optional.empty(), Optional.empty()));
  }

  private static String detail(List<Change> changes, FileState before, boolean content) {
    List<String> causes = new ArrayList<>();
    if (content && before.kind() == Kind.REGULAR) {
      causes.add(content(changes, before));
    }
    boolean acl = find(changes, ACL).isPresent();
    for (Change change : changes) {
      cause(change, changes, content, acl, before.kind() == Kind.DIRECTORY).ifPresent(causes::add);
    }
    if (changes.isEmpty()) {
      return "recorded by other rules";
    }
    if (causes.isEmpty()) {
      // The kernel sets this time alone when attributes were changed and put back.
      changes.forEach(c -> causes.add(c.text() + ", everything else is as it was"));
    }
    return String.join("; ", causes);
  }

  private static String content(List<Change> changes, FileState before) {
    Optional<Change> size = find(changes, Field.SIZE.toString());
    if (before.prefix()) {
      return size.map(s -> "shorter than it was, " + s.text())
          .orElse("its beginning of " + before.value(Field.SIZE).orElse("?") + " bytes is another");
    }
    boolean hidden =
        size.isEmpty()
            && before.compared().contains(Field.MTIME)
            && find(changes, Field.MTIME.toString()).isEmpty();
    return size.map(s -> "content, " + s.text())
        .orElse(
            hidden
                ? "content, while size and modification time are as they were"
                : "content, of the same size");
  }

  private static Optional<String> cause(
      Change change, List<Change> all, boolean content, boolean acl, boolean directory) {
    String what = change.what();
    if (what.equals(Field.HASH.toString())
        || what.equals(Field.SIZE.toString())
        || what.equals(Field.CTIME.toString())
        || (content && what.equals(Field.MTIME.toString()))
        || (acl && what.equals(Field.MODE.toString()))) {
      return Optional.empty();
    }
    if (what.equals(Field.INODE.toString())) {
      return Optional.of(
          (content ? "replaced by another file, " : "replaced by a file of the same content, ")
              + change.text());
    }
    if (what.equals(ACL)) {
      String mode = find(all, Field.MODE.toString()).map(m -> " (" + m.text() + ")").orElse("");
      return Optional.of(new Change("ACL", change.before(), change.after()).text() + mode);
    }
    if (what.equals(Field.MTIME.toString()) && directory) {
      return Optional.of(change.text() + ", while no entry in it is different");
    }
    return Optional.of(
        what.equals("security.capability")
            ? new Change("capabilities", change.before(), change.after()).text()
            : change.text());
  }
}
