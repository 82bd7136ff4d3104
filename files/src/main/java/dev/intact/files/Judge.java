package dev.intact.files;

import dev.intact.files.explain.Candidate;
import dev.intact.files.explain.Explanation;
import dev.intact.files.explain.Grade;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.Kind;
import dev.intact.files.scan.Observed;
import dev.intact.files.scan.RunEntry;
import dev.intact.files.scan.ScanVisitor;
import dev.intact.files.scan.StateFormatException;
import dev.intact.finding.Evidence;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.log.LogException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
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
  private long gone;

  /** Something seen, and what it means taken alone. */
  private record Sight(
      Observed observed,
      Optional<FileState> before,
      Optional<FileState> after,
      Optional<Comparison> comparison,
      Verdict verdict) {

    ByteString path() {
      return observed.path();
    }
  }

  /**
   * A finding with what the log keeps of it.
   *
   * @param finding for people
   * @param entry path, tag and state
   * @param grade of the explanation, if there is one
   * @param from where it was before, if it was moved
   */
  record Judged(
      Finding finding, RunEntry entry, Optional<Grade> grade, Optional<ByteString> from) {}

  /** A finding before it is known whether something accounts for it. */
  private record Raw(Sight sight, Finding finding, Optional<Sight> from) {

    Optional<Candidate> candidate() {
      return finding.verdict().exitCode() == 1
          ? Optional.of(
              new Candidate(
                  sight.path(),
                  finding.verdict(),
                  from.isPresent() ? from.get().before : sight.before,
                  sight.after,
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
    Sight sight = sight(observed);
    gone += observed.after().isEmpty() && observed.trouble().isEmpty() ? 1 : 0;
    if (held.size() < MAX_HELD) {
      held.add(sight);
    } else {
      beyond.merge(sight.verdict, 1L, Long::sum);
    }
  }

  private static Sight sight(Observed observed) throws IOException {
    Optional<FileState> before = read(observed.before());
    Optional<FileState> after = read(observed.after());
    Optional<Comparison> comparison =
        before.isPresent() && after.isPresent()
            ? Optional.of(Comparison.of(before.get(), after.get()))
            : Optional.empty();
    Verdict verdict =
        observed.trouble().isPresent()
            ? observed.trouble().get().verdict()
            : comparison.isPresent()
                ? comparison.get().verdict()
                : after.isPresent() ? Verdict.ADDED : Verdict.MISSING;
    return new Sight(observed, before, after, comparison, verdict);
  }

  private static Optional<FileState> read(Optional<ByteString> state) throws IOException {
    if (state.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(FileState.read(state.get().toBytes()));
    } catch (StateFormatException e) {
      throw new IOException(e.getMessage(), e);
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
    Map<String, Sight> missing = new HashMap<>();
    Map<String, Sight> linked = new HashMap<>();
    for (Sight sight : held) {
      if (sight.verdict == Verdict.MISSING) {
        sight.before.flatMap(Judge::identity).ifPresent(id -> missing.putIfAbsent(id, sight));
      } else if (sight.comparison.isPresent() && sight.comparison.get().isLinksOnly()) {
        sight.after.flatMap(Judge::identity).ifPresent(id -> linked.putIfAbsent(id, sight));
      }
    }
    Set<Sight> accountedFor = Collections.newSetFromMap(new IdentityHashMap<>());
    Map<Sight, Sight> movedFrom = new IdentityHashMap<>();
    Map<Sight, Sight> anotherName = new IdentityHashMap<>();
    for (Sight sight : held) {
      if (sight.verdict == Verdict.ADDED) {
        Optional<String> id = sight.after.flatMap(Judge::identity);
        Optional<Sight> from = id.map(missing::remove);
        Optional<Sight> same = id.map(linked::get);
        from.ifPresent(f -> movedFrom.put(sight, f));
        from.or(() -> same).ifPresent(accountedFor::add);
        same.filter(s -> from.isEmpty()).ifPresent(s -> anotherName.put(sight, s));
      }
    }
    List<Raw> raw = new ArrayList<>();
    for (Sight sight : held) {
      if (accountedFor.contains(sight)) {
        continue;
      }
      Optional<Sight> from = Optional.ofNullable(movedFrom.get(sight));
      Finding finding =
          from.isPresent()
              ? moved(sight, from.get())
              : anotherName.containsKey(sight)
                  ? added(sight, "another name of " + anotherName.get(sight).path())
                  : finding(sight);
      raw.add(new Raw(sight, finding, from));
    }
    return judged(raw, explaining);
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
      Finding finding = by.map(e -> one.finding.explained(e.text())).orElse(one.finding);
      int tag = Tags.of(finding.verdict(), by.isPresent());
      RunEntry entry = new RunEntry(sight.path(), tag, sight.observed.after());
      judged.add(new Judged(finding, entry, by.map(Explanation::grade), one.from.map(Sight::path)));
    }
    return judged;
  }

  /** The same file under whatever name: its inode, with the content that it has. */
  private static Optional<String> identity(FileState state) {
    Optional<String> content =
        state.kind() == Kind.LINK ? state.value(Field.TARGET) : state.value(Field.HASH);
    boolean known = state.kind() != Kind.REGULAR || content.isPresent();
    return known
        ? state
            .value(Field.INODE)
            .map(inode -> state.kind() + " " + inode + " " + content.orElse(""))
        : Optional.empty();
  }

  private static Finding finding(Sight sight) {
    Verdict verdict = sight.verdict;
    if (sight.observed.trouble().isPresent()) {
      return of(verdict, sight.path(), sight.observed.trouble().get().detail());
    }
    if (sight.comparison.isPresent()) {
      return changed(sight.path(), verdict, sight.comparison.get());
    }
    return verdict == Verdict.ADDED
        ? added(sight, "a " + sight.after.orElseThrow().kind() + " that was not there")
        : of(
            verdict,
            sight.path(),
            "a " + sight.before.orElseThrow().kind() + " that is not there any more");
  }

  private static Finding added(Sight sight, String what) {
    FileState state = sight.after.orElseThrow();
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
    Comparison comparison = Comparison.of(from.before.orElseThrow(), sight.after.orElseThrow());
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
