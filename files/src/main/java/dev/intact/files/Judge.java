package dev.intact.files;

import dev.intact.files.explain.Candidate;
import dev.intact.files.explain.Explanation;
import dev.intact.files.explain.Grade;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.Observed;
import dev.intact.files.scan.PathOrder;
import dev.intact.files.scan.RunEntry;
import dev.intact.files.scan.ScanVisitor;
import dev.intact.finding.Evidence;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.log.LogException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes findings of what a scan saw. Used by one thread; holds at most {@link #MAX_HELD} sights,
 * counts all.
 */
final class Judge implements ScanVisitor {

  /** So many are looked at together, for moves and hard links; what is beyond is only counted. */
  static final int MAX_HELD = 50_000;

  private final List<Sight> held = new ArrayList<>();
  private final Map<Verdict, Long> beyond = new EnumMap<>(Verdict.class);
  private final Set<ByteString> stirred; // directories with entries that are others
  private long gone;

  /** Of a scan that sees every entry of a directory whose times it sees. */
  Judge() {
    this(Set.of());
  }

  /**
   * Of a part.
   *
   * @param elsewhere directories whose times are told by entries that this does not see
   */
  Judge(Set<ByteString> elsewhere) {
    stirred = new HashSet<>(elsewhere);
  }

  /**
   * A finding with what the log keeps of it.
   *
   * @param finding for people; empty if the change is told with that of another path
   * @param entry path, tag and state
   * @param grade of the explanation, if there is one
   * @param from where it was before, if it was moved
   */
  record Judged(
      Optional<Finding> finding,
      RunEntry entry,
      Optional<Grade> grade,
      Optional<ByteString> from) {}

  /** A finding before it is known whether something accounts for it. */
  private record Raw(Sight sight, Optional<Finding> finding, Optional<Sight> from) {

    Optional<Candidate> candidate() {
      return finding.isPresent() && finding.get().verdict().exitCode() == 1
          ? Optional.of(
              new Candidate(
                  sight.path(),
                  finding.get().verdict(),
                  from.isPresent() ? from.get().before() : sight.before(),
                  sight.after(),
                  from.map(Sight::path)))
          : Optional.empty();
    }
  }

  /** Accounts for changes, all of one check together. */
  interface Explaining {
    Map<ByteString, Explanation> explain(List<Candidate> candidates)
        throws IOException, LogException, InterruptedException;
  }

  @Override
  public void observed(Observed observed) throws IOException {
    Sight sight = Sight.of(observed);
    if (sight.isOtherEntry()) {
      stirred.add(PathOrder.parent(sight.path()));
    }
    gone += observed.after().isEmpty() && observed.trouble().isEmpty() ? 1 : 0;
    if (held.size() < MAX_HELD) {
      held.add(sight);
    } else {
      beyond.merge(sight.verdict(), 1L, Long::sum);
    }
  }

  /** Expected entries that are not there. */
  long gone() {
    return gone;
  }

  /** How many of each verdict were only counted. */
  Map<Verdict, Long> beyond() {
    return beyond;
  }

  /** The findings in the order of their paths. */
  List<Judged> findings(Explaining explaining)
      throws IOException, LogException, InterruptedException {
    Names names = new Names(held);
    List<Raw> raw = new ArrayList<>();
    for (Sight sight : held) {
      if (names.isTold(sight) || isToldByEntries(sight)) {
        raw.add(new Raw(sight, Optional.empty(), Optional.empty()));
        continue;
      }
      Optional<Sight> from = names.movedFrom(sight);
      Finding finding =
          from.isPresent()
              ? moved(sight, from.get())
              : names
                  .otherName(sight)
                  .map(other -> named(sight, other))
                  .orElseGet(() -> finding(sight));
      raw.add(new Raw(sight, Optional.of(finding), from));
    }
    return judged(raw, explaining);
  }

  /** A directory's times move with its entries, and those are findings themselves. */
  private boolean isToldByEntries(Sight sight) {
    return sight.isTimeOnlyDirectory() && stirred.contains(sight.path());
  }

  private static List<Judged> judged(List<Raw> raw, Explaining explaining)
      throws IOException, LogException, InterruptedException {
    List<Candidate> candidates = raw.stream().flatMap(r -> r.candidate().stream()).toList();
    Map<ByteString, Explanation> why =
        candidates.isEmpty() ? Map.of() : explaining.explain(candidates);
    List<Judged> judged = new ArrayList<>();
    for (Raw one : raw) {
      Sight sight = one.sight;
      Optional<Explanation> by =
          one.candidate().isPresent()
              ? Optional.ofNullable(why.get(sight.path()))
              : Optional.empty();
      Optional<Finding> finding =
          one.finding.map(f -> by.map(e -> f.explained(e.text())).orElse(f));
      int tag =
          finding
              .map(f -> Tags.of(f.verdict(), by.isPresent()))
              .orElseGet(() -> Tags.told(sight.verdict()));
      RunEntry entry = new RunEntry(sight.path(), tag, sight.observed().after());
      judged.add(new Judged(finding, entry, by.map(Explanation::grade), one.from.map(Sight::path)));
    }
    return judged;
  }

  private Finding finding(Sight sight) {
    Verdict verdict = sight.verdict();
    if (sight.observed().trouble().isPresent()) {
      return of(verdict, sight.path(), sight.observed().trouble().get().detail());
    }
    if (sight.comparison().isPresent()) {
      return changed(sight.path(), verdict, comparison(sight));
    }
    return verdict == Verdict.ADDED
        ? added(sight, "a " + sight.after().orElseThrow().kind() + " that was not there")
        : of(
            verdict,
            sight.path(),
            "a " + sight.before().orElseThrow().kind() + " that is not there any more");
  }

  private Comparison comparison(Sight sight) {
    return sight.isDirectory() && stirred.contains(sight.path())
        ? Comparison.of(sight.before().orElseThrow(), sight.after().orElseThrow(), true)
        : sight.comparison().orElseThrow();
  }

  private static Finding named(Sight sight, Sight other) {
    return sight.verdict() == Verdict.ADDED
        ? added(sight, "another name of " + other.path())
        : of(Verdict.MISSING, sight.path(), "a name less of " + other.path());
  }

  private static Finding added(Sight sight, String what) {
    FileState state = sight.after().orElseThrow();
    String more =
        state.value(Field.MODE).map(m -> ", mode " + m).orElse("")
            + state.value(Field.OWNER).map(o -> ", owner " + o).orElse("")
            + state.value(Field.TARGET).map(t -> ", leads to " + t).orElse("");
    Finding finding = of(Verdict.ADDED, sight.path(), what + more);
    return state
        .value(Field.HASH)
        .map(hash -> finding.with(new Evidence("sha256", "hex", hash)))
        .orElse(finding);
  }

  private static Finding moved(Sight sight, Sight from) {
    Comparison comparison = Comparison.of(from.before().orElseThrow(), sight.after().orElseThrow());
    String also = comparison.isTimeOnly() ? "" : "; " + comparison.detail();
    Finding finding = of(Verdict.MOVED, sight.path(), "moved from " + from.path() + also);
    return finding.comparing(from.path().display(), sight.path().display());
  }

  private static Finding changed(ByteString path, Verdict verdict, Comparison comparison) {
    Finding finding = of(verdict, path, comparison.detail());
    Change main = comparison.main();
    if (main.before().isPresent() && main.after().isPresent()) {
      finding = finding.comparing(main.before().get(), main.after().get());
    }
    for (Change change : comparison.changes()) {
      for (String side : List.of("before", "after")) {
        Optional<String> value = side.equals("before") ? change.before() : change.after();
        if (value.isPresent()) {
          finding = finding.with(new Evidence(change.what() + " " + side, "text", value.get()));
        }
      }
    }
    return finding;
  }

  private static Finding of(Verdict verdict, ByteString path, String detail) {
    Finding finding = Finding.of(verdict, path.display(), detail);
    return path.isPlain() ? finding : finding.with(new Evidence("path", "base64", path.base64()));
  }

  /** Gravest first, then by path. */
  static Comparator<Finding> byGravity() {
    return Comparator.comparing((Finding f) -> f.explanation().isPresent())
        .thenComparing(f -> f.verdict().exitCode())
        .thenComparing(Finding::verdict)
        .thenComparing(Finding::subject);
  }
}
