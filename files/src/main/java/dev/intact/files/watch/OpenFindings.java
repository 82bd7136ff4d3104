package dev.intact.files.watch;

import dev.intact.files.LiveSet.Found;
import dev.intact.files.LiveSet.Seen;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.PathOrder;
import dev.intact.finding.CheckReport;
import dev.intact.finding.Coverage;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Everything that is not as in force, as far as it is known. Of very many only path and verdict are
 * kept. Used by one thread.
 */
final class OpenFindings {

  private static final int MAX_HELD = 500_000;
  private static final int MAX_WHOLE = 10_000;
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** A path that goes on changing is told so often at once, then once in that time. */
  private static final int MAX_TOLD = 5;

  /** A path; the finding itself only of the first so many. */
  private record Open(
      Verdict verdict,
      boolean explained,
      int state,
      Optional<Finding> whole,
      long toldAt,
      int times) {

    boolean isSameKind(Found found) {
      return verdict == found.finding().verdict()
          && explained == found.finding().explanation().isPresent();
    }
  }

  /**
   * What is new.
   *
   * @param fresh what was not known, or is another kind of finding now
   * @param again what is as in force again
   */
  record Delta(List<Found> fresh, List<ByteString> again) {
    boolean isEmpty() {
      return fresh.isEmpty() && again.isEmpty();
    }
  }

  private final TreeMap<ByteString, Open> open = new TreeMap<>(PathOrder.WALK);
  private final Map<String, Finding> conditions = new LinkedHashMap<>();
  private final Map<ByteString, ByteString> movedTo = new HashMap<>();
  private final Set<ByteString> changing = new HashSet<>();
  private final Map<Verdict, Long> beyond = new EnumMap<>(Verdict.class);
  private Coverage coverage = new Coverage(0, 0);
  private int whole;

  /** Takes over what a look at the whole set has found: its findings were told. */
  void reset(CheckReport report, long now) {
    open.clear();
    movedTo.clear();
    changing.clear();
    beyond.clear();
    whole = 0;
    coverage = report.coverage();
    beyond.putAll(report.unexplained());
    for (Finding finding : report.findings()) {
      ByteString path = ByteString.parse(finding.subject());
      put(path, finding, 0, now, 1);
      if (finding.explanation().isEmpty()) {
        beyond.computeIfPresent(finding.verdict(), (v, n) -> n > 1 ? n - 1 : null);
      }
    }
  }

  void cover(Coverage now) {
    coverage = now;
  }

  /**
   * Takes in what a look has seen.
   *
   * @param apart of these it says nothing
   */
  Delta update(Seen seen, Set<ByteString> apart, long now) {
    Map<ByteString, Found> found = new HashMap<>();
    seen.found().forEach(f -> found.put(f.path(), f));
    List<ByteString> again = new ArrayList<>();
    for (ByteString path : seen.exact()) {
      if (!found.containsKey(path) && remove(path)) {
        again.add(path);
      }
    }
    for (ByteString top : seen.deep()) {
      for (ByteString path : under(top)) {
        if (!found.containsKey(path) && !apart.contains(path)) {
          remove(path);
          again.add(path);
        }
      }
    }
    List<Found> fresh = new ArrayList<>();
    for (Found one : seen.found()) {
      if (isFresh(one, now)) {
        fresh.add(one);
      }
    }
    return new Delta(fresh, again);
  }

  private boolean isFresh(Found found, long now) {
    int state = found.entry().hashCode();
    Open before = open.get(found.path());
    if (before != null && before.isSameKind(found)) {
      if (before.state == state || before.state == 0) {
        put(found.path(), found.finding(), state, before.toldAt, before.times);
        return false;
      }
      if (now - before.toldAt < AGAIN_NANOS && before.times >= MAX_TOLD) {
        put(found.path(), found.finding(), state, before.toldAt, before.times);
        changing.add(found.path());
        return false;
      }
    }
    int times = before != null && now - before.toldAt < AGAIN_NANOS ? before.times : 0;
    put(found.path(), found.finding(), state, now, times + 1);
    changing.remove(found.path());
    return true;
  }

  private void put(ByteString path, Finding finding, int state, long toldAt, int times) {
    Open before = open.get(path);
    if (before == null && open.size() >= MAX_HELD) {
      if (finding.explanation().isEmpty()) {
        beyond.merge(finding.verdict(), 1L, Long::sum);
      }
      return;
    }
    boolean kept = before != null && before.whole.isPresent();
    boolean keeps = kept || whole < MAX_WHOLE;
    whole += keeps && !kept ? 1 : 0;
    open.put(
        path,
        new Open(
            finding.verdict(),
            finding.explanation().isPresent(),
            state,
            keeps ? Optional.of(finding) : Optional.empty(),
            toldAt,
            times));
    if (finding.verdict() == Verdict.MOVED && finding.expected().isPresent()) {
      movedTo.put(ByteString.parse(finding.expected().get()), path);
    }
  }

  private boolean remove(ByteString path) {
    Open before = open.remove(path);
    if (before == null) {
      return false;
    }
    whole -= before.whole.isPresent() ? 1 : 0;
    if (before.verdict == Verdict.MOVED) {
      before.whole.flatMap(Finding::expected).map(ByteString::parse).ifPresent(movedTo::remove);
    }
    changing.remove(path);
    return true;
  }

  private List<ByteString> under(ByteString top) {
    List<ByteString> paths = new ArrayList<>();
    for (ByteString path : open.tailMap(top, true).keySet()) {
      if (!PathOrder.isWithin(path, top)) {
        break;
      }
      paths.add(path);
    }
    return paths;
  }

  /** Paths that belong to these, because the same file was at both. */
  Set<ByteString> partners(Set<ByteString> paths) {
    Set<ByteString> partners = new HashSet<>();
    if (!movedTo.isEmpty()) {
      for (ByteString path : paths) {
        ByteString to = movedTo.get(path);
        if (to != null) {
          partners.add(to);
        }
      }
    }
    return partners;
  }

  /** What went missing just now: it may have been moved to what comes now. */
  List<ByteString> missingSince(long since) {
    return open.entrySet().stream()
        .filter(e -> e.getValue().verdict == Verdict.MISSING && e.getValue().toldAt - since > 0)
        .limit(100)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What goes on changing and was told long enough ago to be told again. */
  List<ByteString> dueAgain(long now) {
    List<ByteString> due = new ArrayList<>();
    for (Iterator<ByteString> all = changing.iterator(); all.hasNext(); ) {
      ByteString path = all.next();
      Open one = open.get(path);
      if (one == null || now - one.toldAt >= AGAIN_NANOS) {
        all.remove();
        due.add(path);
      }
    }
    return due;
  }

  /** Sets what is amiss with watching itself, or that it is not any more; whether that is new. */
  boolean condition(String key, Optional<Finding> finding) {
    if (finding.isEmpty()) {
      return conditions.remove(key) != null;
    }
    return conditions.put(key, finding.get()) == null;
  }

  boolean has(String condition) {
    return conditions.containsKey(condition);
  }

  List<Finding> conditions() {
    return List.copyOf(conditions.values());
  }

  boolean isOpen(ByteString path) {
    return open.containsKey(path);
  }

  List<ByteString> paths(int most) {
    return open.keySet().stream().limit(most).toList();
  }

  int size() {
    return open.size();
  }

  /** Whether everything is as in force, as far as it is known. */
  boolean isClean() {
    return open.isEmpty() && beyond.isEmpty();
  }

  Coverage coverage() {
    return coverage;
  }

  /** All paths of it as a report. */
  CheckReport report(String kind, String set, Instant at) {
    Map<Verdict, Long> unexplained = new EnumMap<>(Verdict.class);
    unexplained.putAll(beyond);
    long explained = 0;
    List<Finding> findings = new ArrayList<>();
    for (Open one : open.values()) {
      if (one.explained) {
        explained++;
      } else {
        unexplained.merge(one.verdict, 1L, Long::sum);
      }
      one.whole.ifPresent(findings::add);
    }
    findings.sort(
        Comparator.comparing((Finding f) -> f.explanation().isPresent())
            .thenComparing(f -> f.verdict().exitCode())
            .thenComparing(Finding::verdict)
            .thenComparing(Finding::subject));
    return new CheckReport(
        kind, set, unexplained, explained, findings, coverage, at, Duration.ZERO);
  }
}
