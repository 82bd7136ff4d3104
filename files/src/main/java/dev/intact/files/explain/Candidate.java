package dev.intact.files.explain;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.finding.Verdict;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A change that may have an explanation.
 *
 * @param path of what
 * @param verdict what was found
 * @param before its state in the baseline, if it was there; of what was moved, that of the old path
 * @param after its state now, if it is there
 * @param from where it was before, for MOVED
 */
public record Candidate(
    ByteString path,
    Verdict verdict,
    Optional<FileState> before,
    Optional<FileState> after,
    Optional<ByteString> from) {

  /**
   * Which facts are different. All of them must be accounted for.
   *
   * @return of the fields that must stay those that have not; empty if one side is not there
   */
  public Set<Field> changed() {
    Set<Field> changed = EnumSet.noneOf(Field.class);
    if (before.isEmpty() || after.isEmpty()) {
      return changed;
    }
    FileState was = before.get();
    FileState is = after.get();
    for (Field field : was.compared()) {
      boolean same =
          field == Field.XATTRS
              ? was.xattrs().equals(is.xattrs())
              : was.value(field).equals(is.value(field));
      if (!same) {
        changed.add(field);
      }
    }
    return changed;
  }
}
