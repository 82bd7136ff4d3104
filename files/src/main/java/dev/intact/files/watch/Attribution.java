package dev.intact.files.watch;

import dev.intact.files.LiveSet.Found;
import dev.intact.finding.Evidence;
import dev.intact.finding.Finding;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who did it, in the evidence of a finding. */
final class Attribution {

  private Attribution() {}

  /**
   * The same with who did it.
   *
   * @param found what is not as in force
   * @param by who touched its path
   * @param outside who touched the file under a name outside of the set; null if nobody did
   */
  static Found add(Found found, Set<String> by, @Nullable Set<String> outside) {
    Set<String> all = new LinkedHashSet<>(by);
    Finding finding = found.finding();
    if (outside != null) {
      all.addAll(outside);
      finding = finding.with(new Evidence("through", "text", "a name outside of the set"));
    }
    for (String actor : all) {
      finding = finding.with(new Evidence("by", "text", actor));
    }
    return new Found(found.path(), finding, found.entry());
  }

  /** The digest of what was added, if it has content. */
  static Optional<String> sha256(Finding finding) {
    return finding.evidence().stream()
        .filter(e -> e.name().equals("sha256"))
        .map(Evidence::value)
        .findFirst();
  }
}
