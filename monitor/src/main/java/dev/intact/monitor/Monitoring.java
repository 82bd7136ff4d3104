package dev.intact.monitor;

import dev.intact.finding.CheckReport;
import dev.intact.finding.Finding;
import dev.intact.json.JsonObject;
import dev.intact.log.LogException;
import dev.intact.monitor.alert.Cause;
import dev.intact.monitor.alert.Change;
import dev.intact.monitor.alert.Ids;
import dev.intact.monitor.alert.NoSuchAlertException;
import dev.intact.monitor.alert.Silence;
import dev.intact.monitor.alert.Target;
import dev.intact.monitor.alert.Thresholds;
import dev.intact.monitor.channel.Channel;
import dev.intact.monitor.channel.Outcome;
import dev.intact.monitor.config.MonitorConfig;
import dev.intact.monitor.config.MonitorSpec;
import dev.intact.monitor.message.Messages;
import dev.intact.monitor.state.Acts;
import dev.intact.monitor.state.MonitorState;
import dev.intact.record.RecordTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Watches: runs checks on a schedule, keeps alerts, tells channels, makes the daily report. What it
 * knows is in the log {@code ~monitor}; a new process begins where the one before was. Thread-safe;
 * one for each store.
 */
public final class Monitoring implements AutoCloseable {

  /** A start has to read about so many acts. */
  private static final int KEEP_EVERY = 2_000;

  private final MonitorSetup setup;
  private final Desk desk;
  private final Settlement settlement;
  private final Runs runs;
  private final Deliverer deliverer;
  private final Reporter reporter;
  private final ConfigFile file;
  private final Clockwork clockwork;
  private Optional<String> refused = Optional.empty(); // of the thread that looks at the clock

  private Monitoring(MonitorSetup setup, int keepEvery) {
    this.setup = setup;
    this.desk = new Desk(setup, MonitorConfig.none(setup.defaults()), keepEvery);
    this.settlement = new Settlement(desk);
    this.runs = new Runs(setup, desk);
    this.deliverer = new Deliverer(setup, desk);
    this.reporter = new Reporter(setup, desk);
    this.file = new ConfigFile(setup.configuration(), setup.defaults());
    this.clockwork = new Clockwork(setup, desk, deliverer, this::tick);
  }

  /**
   * Monitoring over a store; {@link #start} sets it going.
   *
   * @param setup what it is made of
   * @return with all that the log knows
   * @throws ConfigRefusedException if the configuration cannot be used
   * @throws LogException if the log cannot be read or written
   * @throws IOException if storage fails or the log holds something that makes no sense
   * @throws InterruptedException if the thread was interrupted
   */
  public static Monitoring open(MonitorSetup setup)
      throws ConfigRefusedException, LogException, IOException, InterruptedException {
    return open(setup, KEEP_EVERY);
  }

  /** With another number of acts after which the state is kept. */
  static Monitoring open(MonitorSetup setup, int keepEvery)
      throws ConfigRefusedException, LogException, IOException, InterruptedException {
    Monitoring monitoring = new Monitoring(setup, keepEvery);
    ConfigFile.Read read = monitoring.file.changed().orElseThrow();
    monitoring.desk.with((state, config, now) -> {
      monitoring.desk.use(read.config());
      return true;
    });
    monitoring.desk.replay();
    monitoring.use(read);
    return monitoring;
  }

  private void use(ConfigFile.Read read)
      throws ConfigRefusedException, LogException, IOException, InterruptedException {
    try {
      deliverer.use(read.config());
    } catch (IOException e) {
      throw new ConfigRefusedException(String.valueOf(e.getMessage()));
    }
    desk.with((state, config, now) -> {
      desk.use(read.config());
      runs.use(read.config(), state);
      settlement.loaded(read.sha256());
      return true;
    });
    setup.inForce().accept(read.config());
  }

  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Begins to watch, on threads of its own. */
  public void start() {
    clockwork.start();
  }

  /** All that is due by the clock, now: what the threads do again and again. */
  void tick() throws LogException, IOException, InterruptedException {
    settlement.settle(); // what was loaded before, not what is refused now
    reload();
    settlement.settle();
    runs.tick();
    desk.with((state, config, now) -> {
      for (Change change : state.book().due(now, config.policy())) {
        desk.record(Acts.ALERTS, "intact", Acts.alerts(List.of(change), config, now));
      }
      return true;
    });
    reporter.tick();
  }

  private void reload() throws LogException, IOException, InterruptedException {
    try {
      Optional<ConfigFile.Read> read = file.changed();
      if (read.isPresent()) {
        use(read.get());
      }
    } catch (ConfigRefusedException e) {
      refused = Optional.of(String.valueOf(e.getMessage()));
    }
    if (refused.isPresent()) { // also one that could not be recorded before
      desk.condition(Settlement.CONFIGURATION, Cause.CONFIG_REFUSED, refused);
      refused = Optional.empty();
    }
  }

  /**
   * Takes in the result of a whole check that somebody asked for: as if the subject's monitor had
   * run, its alerts begin, change and end with it.
   *
   * @param kind the capability
   * @param subject what was checked
   * @param report what was found
   * @throws LogException if it cannot be recorded
   * @throws IOException if storage fails
   * @throws InterruptedException if the thread was interrupted
   */
  public void observed(String kind, String subject, CheckReport report)
      throws LogException, IOException, InterruptedException {
    Owner owner = owner(kind, subject);
    desk.checked(owner.target(), report, owner.thresholds(), 0);
  }

  /**
   * Takes in what somebody who watches knows once all of a subject was looked at. As {@link
   * #observed}, but channels are told of more of the same together, as {@code alerts.group_for}
   * says.
   *
   * @param kind the capability
   * @param subject what is watched
   * @param report everything that is wrong now
   * @throws LogException if it cannot be recorded
   * @throws IOException if storage fails
   * @throws InterruptedException if the thread was interrupted
   */
  public void watched(String kind, String subject, CheckReport report)
      throws LogException, IOException, InterruptedException {
    Owner owner = owner(kind, subject);
    desk.watched(owner.target(), report, owner.thresholds());
  }

  /**
   * Takes in what was found between checks, by one who watches or who looked at a part: it adds to
   * what is known of the subject until its next whole check. Channels are told at once if it begins
   * an alert or raises one; of more of the same together, as {@code alerts.group_for} says. One act
   * in the log at most, whose size does not grow with the findings; none if nothing is new.
   *
   * @param kind the capability
   * @param subject what it was found in
   * @param findings what; those with an explanation do not count
   * @throws LogException if it cannot be recorded
   * @throws IOException if storage fails
   * @throws InterruptedException if the thread was interrupted
   */
  public void reported(String kind, String subject, List<Finding> findings)
      throws LogException, IOException, InterruptedException {
    desk.with((state, config, now) -> {
      Owner owner = owner(config, kind, subject);
      Optional<Change> change =
          state
              .book()
              .reported(
                  owner.target(), findings, owner.thresholds(), config.policy().groupFor(), now);
      if (change.isPresent()) {
        desk.record(Acts.ALERTS, "intact", Acts.alerts(List.of(change.get()), config, now));
      }
      return true;
    });
  }

  /** Whose alerts a subject's are. */
  private record Owner(Target target, Thresholds thresholds) {}

  private Owner owner(String kind, String subject)
      throws LogException, IOException, InterruptedException {
    return desk.with((state, config, now) -> owner(config, kind, subject));
  }

  private static Owner owner(MonitorConfig config, String kind, String subject) {
    return config
        .monitor(kind, subject)
        .map(m -> new Owner(m.target(subject), m.thresholds()))
        .orElseGet(() ->
            new Owner(new Target(kind + "/" + subject, kind, subject), config.thresholds(kind)));
  }

  /**
   * Takes in that something fails that should run all the time: critical until it is said to work.
   *
   * @param part what it is, for example {@code watch}
   * @param subject of which subject
   * @param reason what happened, without secrets
   * @throws LogException if it cannot be recorded
   * @throws IOException if storage fails
   * @throws InterruptedException if the thread was interrupted
   */
  public void failing(String part, String subject, String reason)
      throws LogException, IOException, InterruptedException {
    desk.condition(part(part, subject), Cause.MONITOR_FAILED, Optional.of(reason));
  }

  /**
   * Takes in that it works.
   *
   * @param part what it is
   * @param subject of which subject
   * @throws LogException if it cannot be recorded
   * @throws IOException if storage fails
   * @throws InterruptedException if the thread was interrupted
   */
  public void working(String part, String subject)
      throws LogException, IOException, InterruptedException {
    desk.condition(part(part, subject), Cause.MONITOR_FAILED, Optional.empty());
  }

  static Target part(String part, String subject) {
    return new Target("~" + part + "/" + subject, part, subject);
  }

  /**
   * Runs a monitor now and waits for its end. A run that began before says nothing of what was
   * changed meanwhile: its end is awaited first.
   *
   * @param name the monitor's name
   * @param most how long to wait; it goes on running after that
   * @return whether it is at its end; empty if there is none of this name
   * @throws LogException if the log cannot be read
   * @throws IOException if storage fails
   * @throws InterruptedException if the thread was interrupted
   */
  public Optional<Boolean> run(String name, Duration most)
      throws LogException, IOException, InterruptedException {
    Optional<MonitorSpec> spec =
        desk.with((state, config, now) ->
            config.monitors().stream().filter(m -> m.name().equals(name)).findFirst());
    if (spec.isEmpty()) {
      return Optional.empty();
    }
    settlement.settle();
    Duration left = awaitEnd(name, most);
    if (isAtEnd(name)) {
      runs.runNow(spec.get());
      Duration unused = awaitEnd(name, left);
    }
    return Optional.of(isAtEnd(name));
  }

  private boolean isAtEnd(String name) throws InterruptedException {
    return runs.await(name, Duration.ZERO);
  }

  /** Waits until nothing of a monitor runs, or the time is over; gives what is left of it. */
  private Duration awaitEnd(String name, Duration most)
      throws LogException, IOException, InterruptedException {
    Duration left = most;
    while (left.isPositive() && !runs.await(name, left.compareTo(LOOK) < 0 ? left : LOOK)) {
      runs.expire();
      left = left.minus(LOOK);
    }
    return left;
  }

  /** How many acts the start had to read. */
  long replayed() {
    return desk.replayed();
  }

  /** Whether every channel that leaves this machine fails. */
  boolean reachesNobody() throws LogException, IOException, InterruptedException {
    return deliverer.reachesNobody();
  }

  /** Waits until no check runs. */
  void awaitIdle() throws InterruptedException {
    runs.awaitIdle();
  }

  /**
   * Delivers what is due, on the caller's thread.
   *
   * @return how many messages were tried or given up
   * @throws LogException if a delivery cannot be recorded
   * @throws IOException if storage fails
   * @throws InterruptedException if the thread was interrupted
   */
  public int deliver() throws LogException, IOException, InterruptedException {
    int steps = 0;
    for (String channel : clockwork.channels()) {
      while (deliverer.step(channel)) {
        steps++;
      }
    }
    return steps;
  }

  /**
   * What is known, to look at.
   *
   * @return a view of each moment that it is asked
   */
  public MonitorView view() {
    return new MonitorView(desk, setup, this::pulse);
  }

  private Pulse pulse() {
    return new Pulse(runs.late(), deliverer.attempts(), clockwork.heard());
  }

  /**
   * Somebody takes an alert on.
   *
   * @param id the alert
   * @param actor who
   * @param reason what will be done
   * @return the alert from now on
   * @throws NoSuchAlertException if there is none that is active
   * @throws LogException if it cannot be recorded
   * @throws IOException if storage fails
   * @throws InterruptedException if the thread was interrupted
   */
  public JsonObject acknowledge(String id, String actor, String reason)
      throws NoSuchAlertException, LogException, IOException, InterruptedException {
    return changed(actor, (state, now) -> state.book().acknowledge(id, actor, reason, now));
  }

  /**
   * Somebody closes an alert.
   *
   * @param id the alert
   * @param actor who
   * @param reason why
   * @return the alert from now on
   * @throws NoSuchAlertException if there is none that is active
   * @throws LogException if it cannot be recorded
   * @throws IOException if storage fails
   * @throws InterruptedException if the thread was interrupted
   */
  public JsonObject resolve(String id, String actor, String reason)
      throws NoSuchAlertException, LogException, IOException, InterruptedException {
    return changed(actor, (state, now) -> state.book().resolve(id, actor, reason, now));
  }

  private interface Decision {
    Change of(MonitorState state, Instant now) throws NoSuchAlertException;
  }

  private record Decided(Optional<Change> change, Optional<NoSuchAlertException> none) {}

  private JsonObject changed(String actor, Decision decision)
      throws NoSuchAlertException, LogException, IOException, InterruptedException {
    Decided decided =
        desk.with((state, config, now) -> {
          try {
            Change change = decision.of(state, now);
            desk.record(Acts.ALERTS, actor, Acts.alerts(List.of(change), config, now));
            return new Decided(Optional.of(change), Optional.empty());
          } catch (NoSuchAlertException e) {
            return new Decided(Optional.empty(), Optional.of(e));
          }
        });
    if (decided.none().isPresent()) {
      throw decided.none().get();
    }
    return decided.change().orElseThrow().alert().toPublicJson();
  }

  /**
   * Somebody silences monitors for a time.
   *
   * @param monitors their names; * stands for any characters
   * @param actor who
   * @param reason why
   * @param until when it ends
   * @return the silence
   * @throws IllegalArgumentException if that time is over
   * @throws LogException if it cannot be recorded
   * @throws IOException if storage fails
   * @throws InterruptedException if the thread was interrupted
   */
  public Silence silence(String monitors, String actor, String reason, Instant until)
      throws LogException, IOException, InterruptedException {
    return desk.with((state, config, now) -> {
      String id = Ids.of("silence", monitors, actor, RecordTime.format(now));
      Silence silence = new Silence(id, monitors, actor, reason, now, until);
      desk.record(Acts.SILENCE, actor, Acts.silence(silence, now));
      return silence;
    });
  }

  /**
   * Somebody ends a silence ahead of its time.
   *
   * @param id which
   * @param actor who
   * @return the silence with its new end
   * @throws NoSuchAlertException if there is none
   * @throws LogException if it cannot be recorded
   * @throws IOException if storage fails
   * @throws InterruptedException if the thread was interrupted
   */
  public Silence endSilence(String id, String actor)
      throws NoSuchAlertException, LogException, IOException, InterruptedException {
    record Ended(Optional<Silence> silence, Optional<NoSuchAlertException> none) {}
    Ended ended =
        desk.with((state, config, now) -> {
          try {
            Silence silence = state.book().ended(id, now);
            desk.record(Acts.SILENCE, actor, Acts.silence(silence, now));
            return new Ended(Optional.of(silence), Optional.empty());
          } catch (NoSuchAlertException e) {
            return new Ended(Optional.empty(), Optional.of(e));
          }
        });
    if (ended.none().isPresent()) {
      throw ended.none().get();
    }
    return ended.silence().orElseThrow();
  }

  /**
   * Tries a channel: sends a message that says that it is a test, at once and once.
   *
   * @param name the channel
   * @param actor who asked for it
   * @return what became of it; empty if there is no such channel
   * @throws LogException if it cannot be recorded
   * @throws IOException if storage fails
   * @throws InterruptedException if the thread was interrupted
   */
  public Optional<Outcome> test(String name, String actor)
      throws LogException, IOException, InterruptedException {
    Optional<Channel> channel = deliverer.channel(name);
    if (channel.isEmpty()) {
      return Optional.empty();
    }
    Instant now = desk.now();
    String id = Ids.of("msg", "test", name, RecordTime.format(now));
    Outcome outcome = channel.get().send(Messages.test(id, name, now, deliverer.host(), actor));
    desk.with((state, config, at) -> {
      desk.record(
          Acts.TESTED,
          actor,
          JsonObject.builder()
              .put("at", RecordTime.format(at))
              .put("channel", name)
              .put("delivered", outcome instanceof Outcome.Delivered)
              .put("detail", outcome.detail())
              .build());
      return true;
    });
    return Optional.of(outcome);
  }

  /** Ends the checks and the threads; what was not delivered is at the next start. */
  @Override
  public void close() {
    clockwork.close();
    try {
      runs.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deliverer.close();
  }
}
