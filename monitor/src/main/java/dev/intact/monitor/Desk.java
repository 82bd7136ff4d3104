package dev.intact.monitor;

import dev.intact.finding.CheckReport;
import dev.intact.finding.Coverage;
import dev.intact.finding.Finding;
import dev.intact.json.JsonObject;
import dev.intact.log.ActLog;
import dev.intact.log.LogException;
import dev.intact.log.LogRefusedException;
import dev.intact.log.OverloadedException;
import dev.intact.log.TamperedException;
import dev.intact.monitor.alert.Cause;
import dev.intact.monitor.alert.Change;
import dev.intact.monitor.alert.Target;
import dev.intact.monitor.alert.Thresholds;
import dev.intact.monitor.config.MonitorConfig;
import dev.intact.monitor.deliver.Outbox;
import dev.intact.monitor.deliver.Retries;
import dev.intact.monitor.state.Acts;
import dev.intact.monitor.state.MonitorState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The one place where something is decided: under one lock an act is made of the state, recorded in
 * the log, and only then taken into the state. Thread-safe.
 */
final class Desk {

  static final String LOG_NAME = "~monitor";

  private static final System.Logger LOG = System.getLogger(Desk.class.getName());
  private static final Target OWN = new Target("~monitor", "log", LOG_NAME);
  private static final Target KEPT = new Target("~monitor/state", "log", "the state of monitoring");
  private static final int RECENT = 1_000;

  /** A check that covers less has failed, whatever it found. */
  private static final double MIN_COVERAGE = 0.95;

  private final MonitorSetup setup;
  private final ActLog acts;
  private final Keeper keeper; // guarded by lock
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // guarded by lock
  private MonitorState state;
  private MonitorConfig config;
  private long unrecorded = -1;
  private boolean asReplayed = true; // and so worth keeping
  private long replayed;
  private final Map<Long, JsonObject> recent =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, JsonObject> eldest) {
          return size() > RECENT;
        }
      };

  Desk(MonitorSetup setup, MonitorConfig config, int keepEvery) {
    this.setup = setup;
    this.config = config;
    this.acts = new ActLog(setup.store(), LOG_NAME, setup.clock(), setup.random());
    this.keeper = new Keeper(setup.store().storage(), acts, keepEvery);
    this.state = fresh();
  }

  /** What an action needs that reads, or decides and records. */
  interface Work<T> {
    T run(MonitorState state, MonitorConfig config, Instant now)
        throws LogException, IOException, InterruptedException;
  }

  /**
   * Builds the state from the log: from what was kept last, and the acts since. If the log is not
   * intact, monitoring begins with nothing, and that is an alert: whoever damages the log must not
   * silence it.
   */
  void replay() throws LogException, IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      Keeper.Start start = keeper.start(this::outbox);
      state = start.state();
      acts.replay(
          start.next(),
          (index, act) -> {
            state.apply(index, act);
            replayed++;
          });
      if (start.changed().isPresent()) {
        changed(start.changed().get());
      }
    } catch (TamperedException | LogRefusedException e) {
      state = fresh();
      asReplayed = false;
      notIntact(String.valueOf(e.getMessage()));
    } finally {
      lock.unlock();
    }
  }

  private MonitorState fresh() {
    return new MonitorState(outbox());
  }

  private Outbox outbox() {
    return new Outbox(new Retries(setup.random()));
  }

  /** How many acts the start had to read. */
  long replayed() {
    return replayed;
  }

  /** Mended already, so that no check ends this alert: somebody has to look at it. */
  private void changed(Finding finding) throws LogException, IOException, InterruptedException {
    Optional<Change> change =
        state.book().reported(KEPT, List.of(finding), new Thresholds(1, 1), Duration.ZERO, now());
    if (change.isPresent()) {
      record(Acts.ALERTS, "intact", Acts.alerts(List.of(change.get()), config, now()));
    }
  }

  private void notIntact(String reason) throws LogException, IOException, InterruptedException {
    Optional<Change> change = state.book().failed(OWN, Cause.MONITOR_FAILED, reason, now());
    if (change.isPresent()) {
      record(Acts.ALERTS, "intact", Acts.alerts(List.of(change.get()), config, now()));
    }
  }

  /** Runs something that sees the state, alone. */
  <T> T with(Work<T> work) throws LogException, IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      return work.run(state, config, now());
    } finally {
      lock.unlock();
    }
  }

  /** The time, cut to what a record holds, so that a replay gives the same state. */
  Instant now() {
    return setup.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Records an act and takes it into the state. Only within {@link #with}. Where the log refuses
   * it, the act counts all the same: to tell is more than to record.
   */
  void record(String type, String actor, JsonObject members)
      throws LogException, IOException, InterruptedException {
    JsonObject act = members.toBuilder().put("event_type", type).build();
    long index;
    try {
      index = acts.record(type, actor, members).index();
    } catch (LogRefusedException | OverloadedException e) {
      LOG.log(System.Logger.Level.ERROR, "an act of monitoring is not recorded: " + type, e);
      index = unrecorded--;
      asReplayed = false;
    }
    recent.put(index, act);
    state.apply(index, act);
    changed.signalAll();
    if (asReplayed && keeper.isDue(index)) {
      keep(index + 1);
    }
  }

  private void keep(long next) throws LogException, IOException, InterruptedException {
    Optional<String> digest = keeper.keep(state, next);
    if (digest.isPresent()) {
      record(Acts.KEPT, "intact", Acts.kept(next, digest.get(), now()));
      keeper.kept();
    }
  }

  /** An act, from memory or from the log. */
  JsonObject act(long index) throws LogException, IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      JsonObject known = recent.get(index);
      if (known != null) {
        return known;
      }
    } finally {
      lock.unlock();
    }
    if (index < 0) {
      throw new IOException("an act that could not be recorded is forgotten");
    }
    return acts.read(index);
  }

  /** Only within {@link #with}. */
  void use(MonitorConfig next) {
    config = next;
    state.book().configured(next.silences());
    state.outbox().revive();
    changed.signalAll();
  }

  /** Waits until something changes, or for a time. */
  void await(long millis) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      changed.await(millis, TimeUnit.MILLISECONDS);
    } finally {
      lock.unlock();
    }
  }

  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes in what a check found. */
  void checked(Target target, CheckReport report, Thresholds thresholds, long missed)
      throws LogException, IOException, InterruptedException {
    checked(target, report, thresholds, missed, config -> Duration.ZERO);
  }

  /** Takes in what somebody found who watches; of more of the same, channels are told together. */
  void watched(Target target, CheckReport report, Thresholds thresholds)
      throws LogException, IOException, InterruptedException {
    checked(target, report, thresholds, 0, config -> config.policy().groupFor());
  }

  private void checked(
      Target target,
      CheckReport report,
      Thresholds thresholds,
      long missed,
      Function<MonitorConfig, Duration> groupFor)
      throws LogException, IOException, InterruptedException {
    with((now, in, at) -> {
      Optional<String> lacking = lacking(report);
      if (lacking.isEmpty()) {
        List<Change> changes =
            now.book().checked(target, report, thresholds, groupFor.apply(in), at);
        record(Acts.CHECKED, "intact", Acts.checked(target, report, missed, changes, in, at));
      } else {
        List<Change> changes = new ArrayList<>();
        now.book().failed(target, Cause.MONITOR_FAILED, lacking.get(), at).ifPresent(changes::add);
        now.book().found(target, report, thresholds, at).ifPresent(changes::add);
        record(
            Acts.FAILED,
            "intact",
            Acts.failed(target, lacking.get(), Optional.of(report), missed, changes, in, at));
      }
      return true;
    });
  }

  /** Why a report vouches for nothing; empty if it does. */
  static Optional<String> lacking(CheckReport report) {
    long checked = report.coverage().checked();
    long expected = report.coverage().expected();
    if (checked == 0 && report.violations() == 0) {
      return Optional.of("nothing was verified");
    }
    boolean tooLittle = report.coverage().ratio() < MIN_COVERAGE;
    boolean unsaid = !report.coverage().isComplete() && report.violations() == 0;
    return tooLittle || unsaid
        ? Optional.of("only " + checked + " of " + expected + " items were verified")
        : Optional.empty();
  }

  /** Takes in that there was nothing to check, and that this is no failure. */
  void nothing(Target target, long missed) throws LogException, IOException, InterruptedException {
    with((now, in, at) -> {
      CheckReport report =
          new CheckReport(
              target.kind(),
              target.subject(),
              Map.of(),
              0,
              List.of(),
              new Coverage(0, 0),
              at,
              Duration.ZERO);
      List<Change> changes =
          now
              .book()
              .recovered(target, Cause.MONITOR_FAILED, "there is nothing to check", at)
              .stream()
              .toList();
      record(Acts.CHECKED, "intact", Acts.checked(target, report, missed, changes, in, at));
      return true;
    });
  }

  /** Takes in that a check came to nothing. */
  void failed(Target target, String reason, long missed)
      throws LogException, IOException, InterruptedException {
    with((now, in, at) -> {
      List<Change> changes =
          now.book().failed(target, Cause.MONITOR_FAILED, reason, at).stream().toList();
      record(
          Acts.FAILED,
          "intact",
          Acts.failed(target, reason, Optional.empty(), missed, changes, in, at));
      return true;
    });
  }

  /** Takes in that something else failed, or works again if there is no reason. */
  void condition(Target target, Cause cause, Optional<String> reason)
      throws LogException, IOException, InterruptedException {
    with((now, in, at) -> {
      Optional<Change> change =
          reason.isPresent()
              ? now.book().failed(target, cause, reason.get(), at)
              : now.book().recovered(target, cause, "it works again", at);
      if (change.isPresent()) {
        record(Acts.ALERTS, "intact", Acts.alerts(List.of(change.get()), in, at));
      }
      return true;
    });
  }
}
