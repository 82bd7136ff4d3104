package dev.intact.log.fsck;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What it means that an entry is not the one that was committed to, seen beside the others. */
final class EntryFindings {

  private EntryFindings() {}

  /** An entry that was committed to at another place which has lost its own was moved there. */
  static UnaryOperator<Finding> moved(List<Finding> findings) {
    Map<String, Long> lost = new HashMap<>();
    for (Finding f : findings) {
      if (isEntry(f)) {
        f.expected().ifPresent(hash -> lost.put(hash, f.index().orElseThrow()));
      }
    }
    return f -> {
      Long from = isEntry(f) ? lost.get(f.actual().orElse("")) : null;
      return from == null
          ? f
          : new Finding(
              Verdict.REORDERED,
              Verdict.REORDERED.severity(),
              f.subject(),
              f.index(),
              f.recordId(),
              "the stored entry is the one that was committed to at index " + from,
              f.expected(),
              f.actual(),
              f.evidence(),
              f.explanation());
    };
  }

  private static boolean isEntry(Finding finding) {
    return finding.verdict() == Verdict.CONTENT_TAMPERED
        && finding.index().isPresent()
        && !finding.evidence().isEmpty();
  }

  /** The same disagreement where it is the tile that was changed. */
  static Finding ofTile(Finding f) {
    return isEntry(f)
        ? Finding.of(
                Verdict.CONTENT_TAMPERED,
                f.subject(),
                "the level-0 tile has another hash for entry "
                    + f.index().orElseThrow()
                    + ", which is the one that was committed to")
            .comparing(f.actual().orElse(""), f.expected().orElse(""))
        : f;
  }
}
