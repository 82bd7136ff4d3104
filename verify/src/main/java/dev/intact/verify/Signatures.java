package dev.intact.verify;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.note.Checkpoint;
import dev.intact.note.NoteException;
import java.util.Optional;

/** What a checkpoint that does not verify, or contradicts an earlier one, means. */
final class Signatures {

  private Signatures() {}

  static Finding finding(String origin, NoteException e) {
    Verdict verdict =
        switch (e.fault()) {
          case INVALID_SIGNATURE -> Verdict.CONTENT_TAMPERED;
          case MALFORMED -> Verdict.CONTENT_TAMPERED;
          case NO_TRUSTED_SIGNATURE, WRONG_ORIGIN -> Verdict.UNVERIFIABLE;
        };
    return Finding.of(verdict, origin, "the checkpoint: " + e.getMessage());
  }

  /** What a checkpoint that the caller kept, if it is not smaller, says of this one. */
  static Optional<Finding> compare(Checkpoint head, Optional<Checkpoint> earlier) {
    if (earlier.isEmpty()) {
      return Optional.empty();
    }
    Checkpoint kept = earlier.get();
    if (!kept.origin().equals(head.origin())) {
      return Optional.of(
          Finding.of(
              Verdict.UNVERIFIABLE, head.origin(), "the kept checkpoint is of " + kept.origin()));
    }
    if (head.size() < kept.size()) {
      return Optional.of(
          Finding.of(
              Verdict.ROLLED_BACK,
              head.origin(),
              "it shows size " + head.size() + ", the kept checkpoint has " + kept.size()));
    }
    if (head.size() == kept.size() && !head.root().equals(kept.root())) {
      return Optional.of(
          Finding.of(Verdict.FORKED, head.origin(), "two roots are signed at size " + head.size())
              .comparing(kept.root().hex(), head.root().hex()));
    }
    return Optional.empty();
  }

  /** The same for a file that cannot hold what shows that a larger log continues a smaller one. */
  static Optional<Finding> compareAlone(Checkpoint head, Optional<Checkpoint> earlier) {
    return compare(head, earlier)
        .or(() -> earlier.filter(k -> k.size() < head.size()).map(k -> unproven(head, k)));
  }

  static Finding unproven(Checkpoint head, Checkpoint kept) {
    return Finding.of(
        Verdict.UNVERIFIABLE,
        head.origin(),
        "the file has no proof that size "
            + head.size()
            + " continues the kept checkpoint of "
            + kept.size());
  }
}
