package dev.intact.audit;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which logs are not intact as far as the checks of this process have found, scheduled or asked
 * for. What was found stays until the whole log was read again without a finding: a check of
 * another part says nothing of it. Thread-safe; kept in memory only.
 */
public final class IntegrityState {

  /** What was found of a log, and up to where it was read without a finding since. */
  private record Broken(Verdict verdict, long soundTo) {}

  // guarded by this
  private final Map<String, Broken> broken = new TreeMap<>();

  /** A state in which nothing was found. */
  public IntegrityState() {}

  synchronized void judged(IntegrityReport report) {
    Set<String> hit = new HashSet<>();
    for (Finding finding : report.findings()) {
      if (!finding.verdict().isGood()) {
        hit.add(log(finding.subject()));
        found(log(finding.subject()), finding.verdict());
      }
    }
    if (hit.isEmpty() && !report.verdict().isGood()) {
      hit.add(report.trail());
      found(report.trail(), report.verdict());
    }
    if (!hit.contains(report.trail())) {
      sound(report.trail(), report.begin(), report.end(), report.checkpointSize());
    }
    String access = report.trail() + AccessLog.SUFFIX;
    for (IntegrityReport.Access read :
        hit.contains(access) ? List.<IntegrityReport.Access>of() : report.access()) {
      sound(access, read.begin(), read.end(), read.size());
    }
  }

  synchronized void unestablished(String log) {
    found(log, Verdict.UNVERIFIABLE);
  }

  private void found(String log, Verdict verdict) {
    broken.merge(
        log,
        new Broken(verdict, 0),
        (before, now) ->
            graver(now.verdict(), before.verdict()) ? now : new Broken(before.verdict(), 0));
  }

  private static boolean graver(Verdict one, Verdict other) {
    return one.exitCode() == other.exitCode()
        ? one.compareTo(other) < 0
        : one.exitCode() < other.exitCode();
  }

  private void sound(String log, long begin, long end, long size) {
    Broken before = broken.get(log);
    if (before == null || begin > before.soundTo()) {
      return;
    }
    long to = Math.max(before.soundTo(), end);
    if (to >= size) {
      broken.remove(log);
    } else {
      broken.put(log, new Broken(before.verdict(), to));
    }
  }

  /** An origin ends with the name of its log; a finding may name either. */
  private static String log(String subject) {
    return subject.substring(subject.lastIndexOf('/') + 1);
  }

  /**
   * What is not intact.
   *
   * @return names of logs with the gravest that was found of each since it was last sound
   */
  public synchronized Map<String, Verdict> notIntact() {
    Map<String, Verdict> all = new TreeMap<>();
    broken.forEach((log, found) -> all.put(log, found.verdict()));
    return all;
  }

  /**
   * Whether nothing is known against a log.
   *
   * @param log its name
   * @return false from a finding on until all of it was read without one
   */
  public synchronized boolean isIntact(String log) {
    return !broken.containsKey(log);
  }

  /**
   * How many trails are not intact, or not their access logs.
   *
   * @return trails, each once
   */
  public long trails() {
    return notIntact().keySet().stream()
        .filter(name -> !name.startsWith("~"))
        .map(name ->
            name.endsWith(AccessLog.SUFFIX)
                ? name.substring(0, name.length() - AccessLog.SUFFIX.length())
                : name)
        .distinct()
        .count();
  }

  /**
   * How many of the installation's own logs are not intact.
   *
   * @return those whose names begin with a tilde
   */
  public long ownLogs() {
    return notIntact().keySet().stream().filter(name -> name.startsWith("~")).count();
  }
}
