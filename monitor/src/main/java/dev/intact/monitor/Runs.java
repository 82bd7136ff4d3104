package dev.intact.monitor;

import dev.intact.finding.CheckFailedException;
import dev.intact.log.LogException;
import dev.intact.monitor.alert.Cause;
import dev.intact.monitor.alert.Target;
import dev.intact.monitor.config.MonitorConfig;
import dev.intact.monitor.config.MonitorSpec;
import dev.intact.monitor.state.LastRun;
import dev.intact.monitor.state.MonitorState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Starts monitors when they are due, each on a thread of its own and never twice at a time, and
 * calls one failed that takes too long. Thread-safe.
 */
final class Runs {

  private static final System.Logger LOG = System.getLogger(Runs.class.getName());

  private static final class Slot {
    private final MonitorSpec spec;
    private final Schedule schedule;
    private Optional<Thread> running = Optional.empty();
    private long startedNanos;
    private boolean timedOut;

    Slot(MonitorSpec spec, Schedule schedule) {
      this.spec = spec;
      this.schedule = schedule;
    }
  }

  private final MonitorSetup setup;
  private final Desk desk;

  // guarded by this
  private final Map<String, Slot> slots = new TreeMap<>();
  private final Set<String> ran = new HashSet<>(); // by this process
  private List<MonitorSpec> wanted = List.of();
  private int parallel = 1;
  private boolean closed;

  Runs(MonitorSetup setup, Desk desk) {
    this.setup = setup;
    this.desk = desk;
  }

  /** Takes over a configuration; a monitor that stays as it was keeps its schedule. */
  synchronized void use(MonitorConfig config, MonitorState state) {
    parallel = config.parallel();
    wanted = config.monitors();
    slots.values().removeIf(s -> s.running.isEmpty() && !config.monitors().contains(s.spec));
    for (MonitorSpec spec : config.monitors()) {
      Slot before = slots.get(spec.name());
      if (before == null || !before.spec.equals(spec)) {
        Slot slot = new Slot(spec, schedule(spec, state));
        if (before != null) {
          slot.running = before.running;
          slot.startedNanos = before.startedNanos;
          slot.timedOut = before.timedOut;
        }
        slots.put(spec.name(), slot);
      }
    }
  }

  private Schedule schedule(MonitorSpec spec, MonitorState state) {
    Optional<Instant> last =
        setup.checks().beginsAnew(spec.kind()) && !ran.contains(spec.name())
            ? Optional.empty()
            : lastRun(spec, state);
    return new Schedule(spec.interval(), last, setup.nanos().getAsLong(), setup.clock().instant());
  }

  private static Optional<Instant> lastRun(MonitorSpec spec, MonitorState state) {
    return state.runs().stream()
        .filter(r -> spec.covers(r.target()))
        .map(LastRun::at)
        .min(Instant::compareTo);
  }

  /** Starts what is due, and calls failed what takes too long. */
  void tick() throws LogException, IOException, InterruptedException {
    expire();
    startDue();
  }

  /** Calls failed what takes too long. */
  void expire() throws LogException, IOException, InterruptedException {
    for (Slot late : overdue()) {
      desk.failed(
          target(late.spec),
          "the check did not end within " + late.spec.timeout().toSeconds() + " s",
          0);
    }
  }

  private synchronized List<Slot> overdue() {
    List<Slot> late = new ArrayList<>();
    long nanos = setup.nanos().getAsLong();
    Instant now = setup.clock().instant();
    for (Slot slot : slots.values()) {
      if (slot.running.isEmpty()) {
        continue;
      }
      boolean over = nanos - slot.startedNanos > slot.spec.timeout().toNanos();
      if (over && !slot.timedOut) {
        slot.timedOut = true;
        slot.running.get().interrupt();
        late.add(slot);
      } else if (slot.timedOut && slot.schedule.isDue(nanos, now)) {
        slot.schedule.start(nanos, now);
        late.add(slot);
      }
    }
    return late;
  }

  private synchronized void startDue() {
    long nanos = setup.nanos().getAsLong();
    Instant now = setup.clock().instant();
    // One that hangs takes no place from the others.
    long running =
        slots.values().stream().filter(s -> s.running.isPresent() && !s.timedOut).count();
    List<Slot> due =
        slots.values().stream()
            .filter(
                s -> s.running.isEmpty() && wanted.contains(s.spec) && s.schedule.isDue(nanos, now))
            .sorted(Comparator.comparingLong(s -> s.schedule.dueNanos() - nanos))
            .toList();
    for (Slot slot : due) {
      if (running >= parallel || closed) {
        return; // whoever waits longest is next
      }
      start(slot, nanos, slot.schedule.start(nanos, now));
      running++;
    }
  }

  private void start(Slot slot, long nanos, long missed) {
    slot.startedNanos = nanos;
    slot.timedOut = false;
    ran.add(slot.spec.name());
    // A platform thread: checks compute and read files, and SQLite pins virtual ones.
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("intact-check-" + slot.spec.name())
            .unstarted(() -> runAndTell(slot, missed));
    slot.running = Optional.of(thread);
    thread.start();
  }

  private void runAndTell(Slot slot, long missed) {
    try {
      new Run(slot, missed).all();
    } catch (InterruptedException e) {
      // too late, or the service stops: both are told elsewhere
    } catch (LogException | IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a run of monitor " + slot.spec.name() + " is lost", e);
    } finally {
      synchronized (this) {
        slots.values().stream()
            .filter(s -> s.running.equals(Optional.of(Thread.currentThread())))
            .forEach(s -> s.running = Optional.empty());
        notifyAll();
      }
      desk.wake();
    }
  }

  static Target target(MonitorSpec spec) {
    return new Target(spec.name(), spec.kind(), spec.subject());
  }

  /** One run: of one subject, or of all that match. */
  private final class Run {
    private final Slot slot;
    private final MonitorSpec spec;
    private final long missed;

    Run(Slot slot, long missed) {
      this.slot = slot;
      this.spec = slot.spec;
      this.missed = missed;
    }

    void all() throws LogException, IOException, InterruptedException {
      if (!spec.isPattern()) {
        one(spec.target(spec.subject()));
        return;
      }
      Set<String> subjects;
      try {
        subjects = subjects();
      } catch (CheckFailedException e) {
        failed(target(spec), String.valueOf(e.getMessage()));
        return;
      }
      if (subjects.isEmpty()) {
        desk.nothing(target(spec), missed);
        return;
      }
      for (String subject : subjects) {
        one(spec.target(subject));
      }
      if (!tooLate()) {
        desk.condition(target(spec), Cause.MONITOR_FAILED, Optional.empty());
      }
    }

    /** What matches now, and what did before: that something is gone is not to go unseen. */
    private Set<String> subjects()
        throws CheckFailedException, LogException, IOException, InterruptedException {
      Set<String> subjects = new TreeSet<>();
      subjects.addAll(setup.checks().subjects(spec.kind()));
      subjects.addAll(
          desk.with((state, config, now) ->
              state.runs().stream()
                  .filter(r -> spec.isOf(r.target()) && !r.target().equals(target(spec)))
                  .map(r -> r.target().subject())
                  .toList()));
      subjects.removeIf(s -> !isOurs(s));
      if (subjects.isEmpty() && !spec.rest()) {
        throw new CheckFailedException(
            "there is no " + spec.kind() + " that matches " + spec.subject());
      }
      return subjects;
    }

    private boolean isOurs(String subject) {
      if (!spec.rest()) {
        return spec.matches(subject);
      }
      synchronized (Runs.this) {
        return wanted.stream()
            .noneMatch(m -> !m.rest() && m.kind().equals(spec.kind()) && m.matches(subject));
      }
    }

    private void one(Target target) throws LogException, IOException, InterruptedException {
      try {
        var report = setup.checks().check(target.kind(), target.subject()).run(n -> {});
        if (!tooLate()) {
          desk.checked(target, report, spec.thresholds(), missed);
        }
      } catch (CheckFailedException e) {
        failed(target, String.valueOf(e.getMessage()));
      } catch (RuntimeException | Error e) {
        LOG.log(System.Logger.Level.ERROR, "monitor " + target.monitor() + " failed", e);
        failed(target, e.getClass().getSimpleName() + ": " + e.getMessage());
      }
    }

    private void failed(Target target, String reason)
        throws LogException, IOException, InterruptedException {
      if (!tooLate()) {
        desk.failed(target, reason, missed);
      }
    }

    /** What comes after the timeout was called failed already. */
    private boolean tooLate() {
      synchronized (Runs.this) {
        return slot.timedOut;
      }
    }
  }

  /** Starts a monitor now, unless it runs already. */
  synchronized void runNow(MonitorSpec spec) {
    Slot slot = slots.get(spec.name());
    if (slot != null && slot.running.isEmpty() && !closed) {
      start(slot, setup.nanos().getAsLong(), 0);
    }
  }

  /**
   * Waits for the end of a run, or until it takes too long.
   *
   * @return whether nothing of it is running
   */
  synchronized boolean await(String name, Duration most) throws InterruptedException {
    long begun = System.nanoTime();
    while (isRunning(name)) {
      long left = most.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      if (left <= 0) {
        return false;
      }
      wait(Math.min(left, 1_000));
    }
    return true;
  }

  private boolean isRunning(String name) {
    Slot slot = slots.get(name);
    return slot != null && slot.running.isPresent() && !slot.timedOut && !closed;
  }

  /** For how long each monitor has been due, or its last run has lasted beyond the next. */
  synchronized Map<String, Duration> late() {
    long nanos = setup.nanos().getAsLong();
    Instant now = setup.clock().instant();
    Map<String, Duration> late = new TreeMap<>();
    slots.values().stream()
        .filter(s -> wanted.contains(s.spec))
        .forEach(s -> late.put(s.spec.name(), s.schedule.late(nanos, now)));
    return late;
  }

  /** Waits until nothing runs. */
  synchronized void awaitIdle() throws InterruptedException {
    while (slots.values().stream().anyMatch(s -> s.running.isPresent())) {
      wait(1_000);
    }
  }

  /** Interrupts what runs; waits a little for it. */
  synchronized void close() throws InterruptedException {
    closed = true;
    slots.values().forEach(s -> s.running.ifPresent(Thread::interrupt));
    for (int i = 0; i < 50 && slots.values().stream().anyMatch(s -> s.running.isPresent()); i++) {
      wait(100);
    }
  }
}
