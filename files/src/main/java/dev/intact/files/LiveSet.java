package dev.intact.files;

import dev.intact.files.SetLog.Heads;
import dev.intact.files.explain.Candidate;
import dev.intact.files.explain.Explanation;
import dev.intact.files.linux.UnsupportedSystemException;
import dev.intact.files.notice.NoticeExplainer;
import dev.intact.files.notice.Use;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Expected;
import dev.intact.files.scan.Look;
import dev.intact.files.scan.Looker;
import dev.intact.files.scan.Observed;
import dev.intact.files.scan.PathOrder;
import dev.intact.files.scan.RunEntry;
import dev.intact.files.scan.Scan;
import dev.intact.files.scan.ScanRules;
import dev.intact.files.scan.ScanVisitor;
import dev.intact.files.scan.StateFacts;
import dev.intact.finding.Coverage;
import dev.intact.finding.Finding;
import dev.intact.log.LogException;
import dev.intact.log.ProvenEntries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is in force for a set, held ready so that single paths are compared at once. Never changes:
 * when a baseline or an acceptance comes, {@link WatchedSet#changes} says so and another one is
 * made. {@link #look} is for one thread, the rest for any; holds some 20 bytes a file.
 */
public final class LiveSet {

  /** So many sights are judged together. */
  private static final int CHUNK = Judge.MAX_HELD;

  private final SetLog log;
  private final FilesSettings settings;
  private final Baseline baseline;
  private final BaselineIndex index;
  private final SetGuard guard;
  private final long changes;

  private LiveSet(
      SetLog log,
      FilesSettings settings,
      Baseline baseline,
      BaselineIndex index,
      SetGuard guard,
      long changes) {
    this.log = log;
    this.settings = settings;
    this.guard = guard;
    this.baseline = baseline;
    this.index = index;
    this.changes = changes;
  }

  static LiveSet open(SetLog log, FilesSettings settings, SetGuard guard)
      throws LogException, IOException, InterruptedException {
    long changes = guard.changes();
    var proven = log.proven();
    Heads heads = log.heads(proven);
    Baseline baseline = Baseline.read(log, proven, heads);
    // A reader of proven entries is for one thread; the index is asked by several.
    BaselineIndex index = BaselineIndex.of(baseline, log.proven());
    guard.own().read(log, proven, heads);
    return new LiveSet(log, settings, baseline, index, guard, changes);
  }

  /**
   * Something that is not as in force.
   *
   * @param path where
   * @param finding for people
   * @param entry what the log keeps of it
   */
  public record Found(ByteString path, Finding finding, RunEntry entry) {

    /**
     * Which file is there now.
     *
     * @return its number in the file system, if it is a regular one
     */
    public Optional<Long> inode() {
      return entry.state().flatMap(StateFacts::inodeOfRegular);
    }
  }

  /**
   * What a look has seen.
   *
   * @param exact paths that were looked at by themselves
   * @param deep paths that were looked at with all that is under them
   * @param found everything there that is not as in force, in the order of a walk
   * @param uses of announcements that explain some of it and were not used for it before
   */
  public record Seen(
      List<ByteString> exact, List<ByteString> deep, List<Found> found, List<Use> uses) {

    /** Copies. */
    public Seen {
      exact = List.copyOf(exact);
      deep = List.copyOf(deep);
      found = List.copyOf(found);
      uses = List.copyOf(uses);
    }
  }

  /**
   * What is not as in force.
   *
   * @param paths in the order of a walk
   * @param coverage of all entries looked at, how many are established
   */
  public record Differing(List<ByteString> paths, Coverage coverage) {

    /** Copies. */
    public Differing {
      paths = List.copyOf(paths);
    }
  }

  /**
   * What is looked at.
   *
   * @return the rules in force
   */
  public ScanRules rules() {
    return baseline.rules();
  }

  /**
   * The place of the baseline in the log.
   *
   * @return index of its record
   */
  public long baseline() {
    return baseline.act().index();
  }

  /**
   * The state of {@link WatchedSet#changes} that this was made at.
   *
   * @return a number to compare
   */
  public long changes() {
    return changes;
  }

  /**
   * A reader for looks.
   *
   * @return to be closed; for one thread
   * @throws FilesException if files cannot be read here
   */
  public Looker looker() throws FilesException {
    try {
      return new Looker(rules(), baseline.started().minus(SetCheck.RACY), settings.limit());
    } catch (UnsupportedSystemException e) {
      throw FilesException.of(e);
    }
  }

  /**
   * Looks at paths and compares them with what is in force. Under deep ones, files count as
   * unchanged whose inode, size and times are; the others are read whole.
   *
   * @param looker reads
   * @param exact paths by themselves; those outside of the set are left out
   * @param deep paths with all that is under them; likewise
   * @return what was seen
   * @throws FilesException if what is in force cannot be read as it was committed to
   * @throws InterruptedException if the thread was interrupted
   */
  public Seen look(Looker looker, Iterable<ByteString> exact, Iterable<ByteString> deep)
      throws FilesException, InterruptedException {
    Sighting sighting = sight(looker, exact, deep);
    try {
      List<Found> found = new ArrayList<>();
      List<Use> uses = new ArrayList<>();
      judge(sighting, found, uses);
      return new Seen(sighting.exact, sighting.deep, found, uses);
    } catch (IOException | LogException e) {
      throw FilesException.of(e);
    }
  }

  /**
   * The same without saying what is different.
   *
   * @param looker reads
   * @param exact as for {@link #look}
   * @param deep as for {@link #look}
   * @return what is not as in force
   * @throws FilesException if what is in force cannot be read as it was committed to
   * @throws InterruptedException if the thread was interrupted
   */
  public Differing differing(Looker looker, Iterable<ByteString> exact, Iterable<ByteString> deep)
      throws FilesException, InterruptedException {
    Sighting sighting = sight(looker, exact, deep);
    return new Differing(List.copyOf(sighting.observed.keySet()), sighting.coverage());
  }

  /** What was seen, before it is known what it means. */
  private record Sighting(
      List<ByteString> exact,
      List<ByteString> deep,
      TreeMap<ByteString, Observed> observed,
      Scan.Summary one,
      Scan.Summary other) {

    Coverage coverage() {
      long gone =
          observed.values().stream()
              .filter(o -> o.after().isEmpty() && o.trouble().isEmpty())
              .count();
      return new Coverage(
          one.established() + other.established() + gone,
          one.entries() + other.entries() + one.uncovered() + other.uncovered() + gone);
    }
  }

  private Sighting sight(Looker looker, Iterable<ByteString> exact, Iterable<ByteString> deep)
      throws FilesException, InterruptedException {
    List<Look> outermost = outermost(deep);
    List<Look> single = single(exact);
    TreeMap<ByteString, Observed> observed = new TreeMap<>(PathOrder.WALK);
    try {
      Scan.Summary all = looker.run(outermost, index.expected(outermost), withoutOwn(observed));
      single.forEach(look -> observed.remove(look.path()));
      Scan.Summary ones = looker.run(single, index.expected(single), withoutOwn(observed));
      Set<ByteString> exactly = new HashSet<>();
      single.forEach(look -> exactly.add(look.path()));
      List<Look> stirred = stirred(exactly, observed);
      looker.run(
          stirred,
          index.expected(stirred),
          o -> {
            if (!exactly.contains(o.path()) || stirred.contains(new Look(o.path(), true))) {
              withoutOwn(observed).observed(o);
            }
          });
      return new Sighting(
          List.copyOf(exactly),
          Stream.concat(outermost.stream(), stirred.stream()).map(Look::path).toList(),
          observed,
          all,
          ones);
    } catch (IOException e) {
      throw FilesException.of(e);
    }
  }

  private ScanVisitor withoutOwn(Map<ByteString, Observed> observed) {
    return o -> guard.own().compared(o).ifPresent(other -> observed.put(other.path(), other));
  }

  /**
   * Directories of which nothing but the times is different. Whether that is a finding shows in
   * what is in them.
   */
  private List<Look> stirred(Set<ByteString> exactly, TreeMap<ByteString, Observed> observed)
      throws IOException {
    List<ByteString> directories = new ArrayList<>();
    for (ByteString path : exactly) {
      Observed one = observed.get(path);
      if (one != null && Sight.of(one).isTimeOnlyDirectory()) {
        directories.add(path);
      }
    }
    return outermost(directories);
  }

  private void judge(Sighting sighting, List<Found> found, List<Use> uses)
      throws IOException, LogException, InterruptedException {
    TreeMap<ByteString, Observed> observed = sighting.observed;
    Set<ByteString> stirred = new HashSet<>(sighting.exact);
    sighting.deep.forEach(stirred::remove);
    if (observed.size() > CHUNK) {
      for (Observed one : observed.values()) {
        if (Sight.of(one).isOtherEntry()) {
          stirred.add(PathOrder.parent(one.path()));
        }
      }
    }
    Judge judge = new Judge(stirred);
    int held = 0;
    for (Observed one : observed.values()) {
      judge.observed(one);
      if (++held == CHUNK) {
        add(judge, found, uses);
        judge = new Judge(stirred);
        held = 0;
      }
    }
    add(judge, found, uses);
  }

  private void add(Judge judge, List<Found> found, List<Use> uses)
      throws IOException, LogException, InterruptedException {
    for (Judge.Judged one :
        new Differences(baseline).add(judge.findings(candidates -> explain(candidates, uses)))) {
      // What is told with another path is no finding of its own.
      one.finding().ifPresent(f -> found.add(new Found(one.entry().path(), f, one.entry())));
    }
  }

  /**
   * As a check does, with what is announced by now. Whether an announcement is used up by what was
   * seen is not known yet: the file may still be being written.
   */
  private Map<ByteString, Explanation> explain(List<Candidate> candidates, List<Use> uses)
      throws IOException, LogException, InterruptedException {
    ProvenEntries proven = log.proven();
    NoticeExplainer notices =
        Notices.read(log, proven, log.heads(proven))
            .and(guard.uses())
            .explainer(settings.clock().instant());
    Map<ByteString, Explanation> found =
        new Sources(settings.explainers(), baseline, notices).explain(candidates);
    uses.addAll(notices.fresh());
    return found;
  }

  private List<Look> single(Iterable<ByteString> paths) {
    TreeSet<ByteString> sorted = sorted(paths);
    return sorted.stream().map(path -> new Look(path, false)).toList();
  }

  private List<Look> outermost(Iterable<ByteString> paths) {
    List<Look> looks = new ArrayList<>();
    for (ByteString path : sorted(paths)) {
      if (looks.isEmpty() || !PathOrder.isWithin(path, looks.getLast().path())) {
        looks.add(new Look(path, true));
      }
    }
    return looks;
  }

  private TreeSet<ByteString> sorted(Iterable<ByteString> paths) {
    TreeSet<ByteString> sorted = new TreeSet<>(PathOrder.WALK);
    for (ByteString path : paths) {
      if (rules().contains(path)) {
        sorted.add(path);
      }
    }
    return sorted;
  }

  /**
   * Whether a regular file of this number is in force, under whatever name. Costs nothing.
   *
   * @param inode its number in the file system
   * @return true if one is, perhaps on another file system
   */
  public boolean isKnown(long inode) {
    return index.isKnown(inode);
  }

  /**
   * Under which names a regular file is in force.
   *
   * @param inode its number in the file system
   * @return paths; those of another file system with the same number are among them
   * @throws FilesException if what is in force cannot be read as it was committed to
   */
  public List<ByteString> names(long inode) throws FilesException {
    try {
      return index.names(inode);
    } catch (IOException e) {
      throw FilesException.of(e);
    }
  }

  /**
   * In how many parts {@link #part} gives all paths.
   *
   * @return at least 1
   */
  public int parts() {
    return index.pieces() + 1;
  }

  /**
   * Some of the paths in force; all parts together are all of them.
   *
   * @param part from 0 to {@link #parts} less one
   * @return paths
   * @throws FilesException if what is in force cannot be read as it was committed to
   */
  public List<ByteString> part(int part) throws FilesException {
    try {
      List<Expected.Entry> entries = part < index.pieces() ? index.piece(part) : index.accepted();
      return entries.stream().map(Expected.Entry::path).toList();
    } catch (IOException e) {
      throw FilesException.of(e);
    }
  }
}
