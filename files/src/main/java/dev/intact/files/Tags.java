package dev.intact.files;

import dev.intact.finding.Verdict;
import java.util.List;
import java.util.Optional;

/** How the run of a check names what was found of a path. The numbers are for ever. */
final class Tags {

  private static final int EXPLAINED = 0x80;
  private static final int TOLD = 0x40;
  private static final List<Verdict> VERDICTS =
      List.of(
          Verdict.OK,
          Verdict.CONTENT_TAMPERED,
          Verdict.MISSING,
          Verdict.ADDED,
          Verdict.MOVED,
          Verdict.ATTRIBUTES_CHANGED,
          Verdict.UNSTABLE,
          Verdict.COVERAGE_LOST,
          Verdict.UNVERIFIABLE);

  private Tags() {}

  static int of(Verdict verdict, boolean explained) {
    int number = VERDICTS.indexOf(verdict);
    if (number < 0) {
      throw new IllegalArgumentException("a file is never found " + verdict);
    }
    return number | (explained ? EXPLAINED : 0);
  }

  /** Of a path whose change is told with that of another, and is no finding of its own. */
  static int told(Verdict verdict) {
    return of(verdict, false) | TOLD;
  }

  static boolean isTold(int tag) {
    return (tag & TOLD) != 0;
  }

  static Optional<Verdict> verdict(int tag) {
    int number = tag & ~(EXPLAINED | TOLD);
    return number < VERDICTS.size() ? Optional.of(VERDICTS.get(number)) : Optional.empty();
  }

  static boolean isExplained(int tag) {
    return (tag & EXPLAINED) != 0;
  }
}
