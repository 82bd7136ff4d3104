package dev.intact.audit;

import dev.intact.finding.Check;
import dev.intact.finding.CheckFailedException;
import dev.intact.finding.CheckReport;
import dev.intact.finding.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Checks every log again and again, the trails with their access logs and the installation's own:
 * in each round all that is new, and of the old so much that within the stated period everything
 * was read again; all of a log in which something was found, until it is sound again. Every check
 * is recorded, in the trail's access log or the security log. A round costs what it reads of the
 * logs: the root log is read once for all trails. Whoever keeps the schedule calls {@link #names}
 * and runs the {@link #check} of each. Thread-safe; one check at a time, for it uses all cores and
 * much of the memory.
 */
public final class IntegrityRounds {

  /** The capability, as checks and their reports name it. */
  public static final String KIND = "audit";

  private static final System.Logger LOG = System.getLogger(IntegrityRounds.class.getName());
  private static final String ACTOR = "intact:scheduler";
  private static final long SLICE = 1_000_000;

  private final AuditService audit;
  private final OwnLogs own;
  private final IntegrityAlerts alerts;
  private final AuditSettings settings;
  private final InstantSource clock;
  private final Consumer<IntegrityReport> onReport;
  private final Map<String, CheckProgress> progress = new ConcurrentSkipListMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * Rounds over the logs of an installation.
   *
   * @param audit the trails
   * @param alerts told of every check
   * @param settings period and threshold
   * @param clock measures the time between checks
   * @param onReport sees every report, for metrics; called on the thread that checks
   */
  public IntegrityRounds(
      AuditService audit,
      IntegrityAlerts alerts,
      AuditSettings settings,
      InstantSource clock,
      Consumer<IntegrityReport> onReport) {
    this.audit = audit;
    this.own = audit.ownLogs(alerts.security());
    this.alerts = alerts;
    this.settings = settings;
    this.clock = clock;
    this.onReport = onReport;
  }

  /**
   * What there is to check, at the beginning of a round over all of it: whatever has changed gets
   * its checkpoint, and the new checkpoints are read once for all trails.
   *
   * @return trails, then the installation's own logs, each sorted
   * @throws AuditException if the thread was interrupted
   */
  public List<String> names() throws AuditException {
    audit.prepareChecks();
    List<String> names = new ArrayList<>(audit.committed());
    for (String name : own.names()) {
      if (!own.isUnwritten(name)) {
        names.add(name);
      }
    }
    return names;
  }

  /**
   * The check of one log.
   *
   * @param name of a trail or of one of the installation's own logs
   * @return runs one round over it; its coverage is of what the round had to read
   * @throws AuditException if there is no such log
   */
  public Check check(String name) throws AuditException {
    Work work;
    if (own.names().contains(name)) {
      work = () -> ofOwn(name);
    } else {
      AuditTrail trail = audit.trail(name);
      work = () -> ofTrail(trail);
    }
    return new Check() {
      @Override
      public String kind() {
        return KIND;
      }

      @Override
      public String subject() {
        return name;
      }

      @Override
      public CheckReport run(LongConsumer progress)
          throws CheckFailedException, InterruptedException {
        lock.lockInterruptibly();
        try {
          return IntegrityReport.together(name, work.run());
        } catch (AuditException e) {
          if (Thread.interrupted()) {
            throw new InterruptedException(); // that says nothing of the log
          }
          failed(name, e);
          throw new CheckFailedException(String.valueOf(e.getMessage()), e);
        } finally {
          lock.unlock();
        }
      }
    };
  }

  private interface Work {
    List<IntegrityReport> run() throws AuditException;
  }

  /**
   * One round over everything, now, on the caller's thread. What could not be checked is in {@link
   * #progress}, in the security log and in the program's log.
   *
   * @throws AuditException if the logs cannot be listed
   * @throws InterruptedException if the thread was interrupted
   */
  public void all() throws AuditException, InterruptedException {
    for (String name : names()) {
      try {
        CheckReport unused = check(name).run(n -> {});
      } catch (CheckFailedException e) {
        LOG.log(System.Logger.Level.DEBUG, "told already", e);
      }
    }
  }

  private void failed(String name, AuditException e) {
    LOG.log(System.Logger.Level.ERROR, "log " + name + " could not be checked", e);
    Instant now = clock.instant();
    CheckProgress before = before(name);
    progress.put(
        name,
        new CheckProgress(
            name,
            before.checkedTo(),
            before.rotationAt(),
            before.rotationSince(),
            now,
            0,
            "UNVERIFIABLE: " + e.getMessage()));
    try {
      alerts.unestablished(name, ACTOR, String.valueOf(e.getMessage()));
    } catch (AuditException unrecorded) {
      LOG.log(System.Logger.Level.ERROR, "an alert could not be recorded", unrecorded);
    }
  }

  private CheckProgress before(String name) {
    Instant now = clock.instant();
    return progress.getOrDefault(name, new CheckProgress(name, 0, 0, now, now, 0, "NOT_RUN"));
  }

  /** Of a trail and of its access log, what is new and a share of the old. */
  private List<IntegrityReport> ofTrail(AuditTrail trail) throws AuditException {
    String accessName = trail.name() + AccessLog.SUFFIX;
    Round access = new Round(accessName, trail.accessSize(), Long.MAX_VALUE);
    Round round = new Round(trail.name(), trail.log().size(), SLICE);
    List<Slice> ofAccess = access.all();
    Optional<DuplicateSearch> fresh = Optional.of(round.duplicates());
    List<IntegrityReport> reports = new ArrayList<>();
    for (Slice slice : round.fresh) {
      reports.add(checked(trail, slice, ofAccess, fresh));
      ofAccess = List.of();
    }
    for (Slice slice : round.old) {
      reports.add(checked(trail, slice, ofAccess, Optional.empty()));
      ofAccess = List.of();
    }
    settle(trail.name(), round, reports);
    settle(accessName, access, reports);
    alerts.judge(trail.name(), ACTOR, reports);
    return reports;
  }

  private IntegrityReport checked(
      AuditTrail trail, Slice slice, List<Slice> access, Optional<DuplicateSearch> duplicates)
      throws AuditException {
    IntegrityReport report = trail.check(slice.begin(), slice.end(), access, duplicates, ACTOR);
    onReport.accept(report);
    return report;
  }

  private List<IntegrityReport> ofOwn(String name) throws AuditException {
    Round round = new Round(name, own.size(name), Long.MAX_VALUE);
    List<IntegrityReport> reports = new ArrayList<>();
    for (Slice slice : round.all()) {
      IntegrityReport report = own.check(name, slice.begin(), slice.end(), ACTOR);
      onReport.accept(report);
      reports.add(report);
    }
    settle(name, round, reports);
    alerts.judge(name, ACTOR, reports);
    return reports;
  }

  private void settle(String name, Round round, List<IntegrityReport> reports) {
    progress.put(
        name,
        new CheckProgress(
            name,
            round.size,
            round.cursor,
            round.since,
            clock.instant(),
            reports.stream().mapToLong(r -> r.findings().size()).sum(),
            verdict(reports)));
  }

  /** What one round checks of a log: all that is new, and a share of the old. */
  private final class Round {
    private final CheckProgress before;
    private final long size;
    private final long most;
    private final List<Slice> fresh = new ArrayList<>();
    private final List<Slice> old = new ArrayList<>();
    private long cursor;
    private Instant since;

    Round(String name, long size, long most) {
      CheckProgress known = before(name);
      // Where something was found, all is read: what is left of it is known at once, and its end.
      this.before =
          alerts.state().isIntact(name)
              ? known
              : new CheckProgress(
                  name, 0, 0, known.rotationSince(), known.lastRun(), 0, known.verdict());
      this.size = Math.max(size, before.checkedTo());
      this.most = most;
      this.cursor = before.rotationAt();
      this.since = before.rotationSince();
      for (long at = before.checkedTo(); at < this.size; at = fresh.getLast().end()) {
        fresh.add(slice(at, this.size));
      }
      if (this.size == 0) {
        fresh.add(new Slice(0, 0)); // what was signed of it is asked all the same
      }
      long share = share(before, clock.instant());
      while (share > 0) {
        old.add(slice(cursor, Math.min(before.checkedTo(), cursor + share)));
        share -= old.getLast().end() - cursor;
        cursor = old.getLast().end();
        if (cursor == before.checkedTo()) {
          cursor = 0;
          since = clock.instant();
          share = 0;
        }
      }
    }

    private Slice slice(long begin, long end) {
      return new Slice(begin, end - begin > most ? begin + most : end);
    }

    List<Slice> all() {
      List<Slice> all = new ArrayList<>(fresh);
      all.addAll(old);
      return all;
    }

    /** Over all that is new, in however many slices: at the first round over the whole log. */
    DuplicateSearch duplicates() {
      return new DuplicateSearch(before.checkedTo(), size);
    }
  }

  /** So many of the old records that the period is kept, at least one. */
  private long share(CheckProgress before, Instant now) {
    if (before.checkedTo() == 0) {
      return 0;
    }
    double part =
        (double) Duration.between(before.lastRun(), now).toMillis()
            / settings.checkPeriod().toMillis();
    return Math.clamp((long) Math.ceil(part * before.checkedTo()), 1, before.checkedTo());
  }

  private static String verdict(List<IntegrityReport> reports) {
    return reports.stream()
        .map(IntegrityReport::verdict)
        .filter(v -> !v.isGood())
        .findFirst()
        .map(Verdict::name)
        .orElse("OK");
  }

  /**
   * How far the checks have come.
   *
   * @return one for every trail that was checked, sorted by name
   */
  public List<CheckProgress> progress() {
    return progress.values().stream().filter(p -> AuditService.isTrailOrigin(p.trail())).toList();
  }

  /**
   * For how long the oldest round over a log, a trail or not, has been going on.
   *
   * @param now the present
   * @return zero if nothing was checked yet
   */
  public Duration coverageAge(Instant now) {
    return progress.values().stream()
        .map(p -> Duration.between(p.rotationSince(), now))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /**
   * How far the checks of one trail have come.
   *
   * @param trail its name
   * @return empty if it was not checked yet
   */
  public Optional<CheckProgress> progress(String trail) {
    return Optional.ofNullable(progress.get(trail));
  }
}
