package dev.intact.audit;

import dev.intact.finding.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Checks every log again and again, the trails with their access logs and the installation's own:
 * at each interval all that is new, and of the old so much that within the stated period everything
 * was read again. Every check is recorded, in the trail's access log or the security log. A round
 * costs what it reads of the logs: the root log is read once for all trails. Thread-safe; the
 * checks run on one thread.
 */
public final class IntegrityScheduler implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(IntegrityScheduler.class.getName());
  private static final String ACTOR = "intact:scheduler";
  private static final long SLICE = 1_000_000;

  private final AuditService audit;
  private final OwnLogs own;
  private final IntegrityAlerts alerts;
  private final AuditSettings settings;
  private final InstantSource clock;
  private final Consumer<IntegrityReport> onReport;
  private final Map<String, CheckProgress> progress = new ConcurrentSkipListMap<>();
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("intact-checks").unstarted(task));

  /**
   * A scheduler; {@link #start} sets it going.
   *
   * @param audit the trails
   * @param alerts told of every check
   * @param settings interval, period and threshold
   * @param clock measures the interval between checks
   * @param onReport sees every report, for metrics; called on the scheduler's thread
   */
  public IntegrityScheduler(
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

  /** Begins with a check of everything, then one at each interval. */
  public void start() {
    long seconds = settings.checkInterval().toSeconds();
    executor.scheduleWithFixedDelay(this::guarded, 0, seconds, TimeUnit.SECONDS);
  }

  /** A schedule whose task throws would end without a word. */
  private void guarded() {
    try {
      runOnce();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "the scheduled checks failed; they go on", e);
    }
  }

  /** Checks every log once, now, on the caller's thread. */
  public synchronized void runOnce() {
    try {
      audit.prepareChecks();
      for (String name : audit.trails()) {
        AuditTrail trail = audit.trail(name);
        guarded(name, () -> check(trail));
      }
      for (String name : own.names()) {
        guarded(name, () -> checkOwn(name));
      }
    } catch (AuditException e) {
      if (!Thread.currentThread().isInterrupted()) {
        LOG.log(System.Logger.Level.ERROR, "the scheduled checks ended early", e);
      }
    }
  }

  @FunctionalInterface
  private interface Check {
    void run() throws AuditException;
  }

  private void guarded(String name, Check check) throws AuditException {
    try {
      check.run();
    } catch (AuditException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e; // the service stops; that says nothing of the trail
      }
      failed(name, e);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new AuditException(AuditException.Kind.FAILED, "the checks are stopped");
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
  private void check(AuditTrail trail) throws AuditException {
    String accessName = trail.name() + AccessLog.SUFFIX;
    Round access = new Round(before(accessName), trail.accessSize(), Long.MAX_VALUE);
    Round round = new Round(before(trail.name()), trail.log().size(), SLICE);
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
  }

  private IntegrityReport checked(
      AuditTrail trail, Slice slice, List<Slice> access, Optional<DuplicateSearch> duplicates)
      throws AuditException {
    IntegrityReport report = trail.check(slice.begin(), slice.end(), access, duplicates, ACTOR);
    onReport.accept(report);
    return report;
  }

  private void checkOwn(String name) throws AuditException {
    Round round = new Round(before(name), own.size(name), Long.MAX_VALUE);
    List<IntegrityReport> reports = new ArrayList<>();
    for (Slice slice : round.all()) {
      IntegrityReport report = own.check(name, slice.begin(), slice.end(), ACTOR);
      onReport.accept(report);
      reports.add(report);
    }
    settle(name, round, reports);
    alerts.judge(name, ACTOR, reports);
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

    Round(CheckProgress before, long size, long most) {
      this.before = before;
      this.size = Math.max(size, before.checkedTo());
      this.most = most;
      this.cursor = before.rotationAt();
      this.since = before.rotationSince();
      for (long at = before.checkedTo(); at < this.size; at = fresh.getLast().end()) {
        fresh.add(slice(at, this.size));
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

  /** Ends the checks; waits up to ten seconds for one that runs. */
  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "a scheduled check is still running");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
