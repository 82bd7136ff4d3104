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
 * Checks every trail again and again: at each interval all that is new, and of the old so much that
 * within the stated period everything was read again. Every check is recorded in the trail's access
 * log. Thread-safe; the checks run on one thread.
 */
public final class IntegrityScheduler implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(IntegrityScheduler.class.getName());
  private static final String ACTOR = "intact:scheduler";
  private static final long SLICE = 1_000_000;

  private final AuditService audit;
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

  /** Checks every trail once, now, on the caller's thread. */
  public synchronized void runOnce() {
    for (String name : audit.trails()) {
      try {
        check(audit.trail(name));
      } catch (AuditException e) {
        if (Thread.currentThread().isInterrupted()) {
          return; // the service stops; that says nothing of the trail
        }
        failed(name, e);
      }
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }

  private void failed(String name, AuditException e) {
    LOG.log(System.Logger.Level.ERROR, "trail " + name + " could not be checked", e);
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

  private void check(AuditTrail trail) throws AuditException {
    CheckProgress before = before(trail.name());
    long size = trail.log().size();
    List<IntegrityReport> reports = new ArrayList<>();
    long checkedTo = before.checkedTo();
    while (checkedTo < size) {
      long end = Math.min(size, checkedTo + SLICE);
      reports.add(checked(trail, checkedTo, end));
      checkedTo = end;
    }
    long cursor = before.rotationAt();
    Instant since = before.rotationSince();
    long share = share(before, clock.instant());
    while (share > 0) {
      long end = Math.min(before.checkedTo(), cursor + Math.min(share, SLICE));
      reports.add(checked(trail, cursor, end));
      share -= end - cursor;
      cursor = end == before.checkedTo() ? 0 : end;
      if (cursor == 0) {
        since = clock.instant();
        share = 0;
      }
    }
    progress.put(
        trail.name(),
        new CheckProgress(
            trail.name(),
            checkedTo,
            cursor,
            since,
            clock.instant(),
            reports.stream().mapToLong(r -> r.findings().size()).sum(),
            verdict(reports)));
    alerts.judge(trail.name(), ACTOR, reports);
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

  private IntegrityReport checked(AuditTrail trail, long begin, long end) throws AuditException {
    IntegrityReport report = trail.check(begin, end, ACTOR);
    onReport.accept(report);
    return report;
  }

  /**
   * How far the checks have come.
   *
   * @return one for every trail that was checked, sorted by name
   */
  public List<CheckProgress> progress() {
    return List.copyOf(progress.values());
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
