package dev.intact.monitor;

import dev.intact.log.LogException;
import dev.intact.monitor.channel.Heartbeat;
import dev.intact.monitor.channel.Outcome;
import dev.intact.monitor.config.HeartbeatSpec;
import dev.intact.monitor.deliver.Pending;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * The threads of monitoring: one that looks at the clock every second, one for each channel, one
 * for each repetition and heartbeat that is on its way. The heartbeat is started by the thread that
 * looks at the clock: if that stands still, nobody hears a beat. Nor does anybody while no channel
 * works that leaves this machine.
 */
final class Clockwork {

  private static final System.Logger LOG = System.getLogger(Clockwork.class.getName());
  private static final long SECOND_MILLIS = 1_000;
  private static final long REPEAT_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** What the clock asks for. */
  interface Tick {
    void run() throws LogException, IOException, InterruptedException;
  }

  private final MonitorSetup setup;
  private final Desk desk;
  private final Deliverer deliverer;
  private final Tick tick;

  // guarded by this
  private final Map<String, Thread> threads = new HashMap<>();
  private volatile boolean closed;
  private volatile Optional<Instant> heard = Optional.empty();

  // of the thread that looks at the clock
  private Optional<HeartbeatSpec> heartSpec = Optional.empty();
  private Optional<Heartbeat> heart = Optional.empty();
  private long beatenNanos;
  private long repeatedNanos;

  Clockwork(MonitorSetup setup, Desk desk, Deliverer deliverer, Tick tick) {
    this.setup = setup;
    this.desk = desk;
    this.deliverer = deliverer;
    this.tick = tick;
  }

  void start() {
    repeatedNanos = setup.nanos().getAsLong() - REPEAT_NANOS;
    run(
        "clock",
        () -> {
          tick.run();
          for (String channel : channels()) {
            run(
                "channel-" + channel,
                () -> {
                  if (!deliverer.step(channel)) {
                    desk.await(SECOND_MILLIS);
                  }
                });
          }
          repeat();
          beat();
          desk.await(SECOND_MILLIS);
        });
  }

  /** All that are open, and those that messages still wait for though they are gone. */
  List<String> channels() throws LogException, IOException, InterruptedException {
    Set<String> names = new TreeSet<>(deliverer.names());
    names.addAll(
        desk.with((state, config, now) ->
            state.outbox().pending().stream().map(Pending::channel).toList()));
    return new ArrayList<>(names);
  }

  /** A thread that does something again and again, unless there is one already. */
  private synchronized void run(String name, Tick work) {
    if (closed || threads.containsKey(name)) {
      return;
    }
    Thread thread =
        Thread.ofPlatform().daemon().name("intact-monitor-" + name).unstarted(() -> loop(work));
    threads.put(name, thread);
    thread.start();
  }

  private void loop(Tick work) {
    while (!closed) {
      try {
        work.run();
      } catch (InterruptedException e) {
        return;
      } catch (LogException | IOException | RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "monitoring cannot go on as it should", e);
        if (!rested()) {
          return;
        }
      }
    }
  }

  private boolean rested() {
    try {
      desk.await(SECOND_MILLIS);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** Something that runs once, unless it is still running. */
  private synchronized void once(String name, Tick work) {
    Thread before = threads.get(name);
    if (closed || (before != null && before.isAlive())) {
      return;
    }
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("intact-monitor-" + name)
            .unstarted(() -> {
              try {
                work.run();
              } catch (InterruptedException e) {
                // the service stops
              } catch (LogException | IOException | RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, name + " failed", e);
              }
            });
    threads.put(name, thread);
    thread.start();
  }

  private void repeat() {
    long nanos = setup.nanos().getAsLong();
    if (nanos - repeatedNanos >= REPEAT_NANOS) {
      repeatedNanos = nanos;
      deliverer.names().forEach(c -> once("repeat-" + c, () -> deliverer.repeat(c)));
    }
  }

  private void beat() throws LogException, IOException, InterruptedException {
    Optional<HeartbeatSpec> spec = desk.with((state, config, now) -> config.heartbeat());
    if (!spec.equals(heartSpec)) {
      heart.ifPresent(Heartbeat::close);
      heart = Optional.empty();
      if (spec.isPresent()) {
        heart =
            Optional.of(
                new Heartbeat(
                    spec.get().url(),
                    spec.get().http(),
                    setup.channels().environment(),
                    setup.clock()));
        beatenNanos = setup.nanos().getAsLong() - spec.get().interval().toNanos();
      }
      heartSpec = spec;
    }
    long nanos = setup.nanos().getAsLong();
    if (spec.isPresent() && nanos - beatenNanos >= spec.get().interval().toNanos()) {
      beatenNanos = nanos;
      if (deliverer.reachesNobody()) {
        LOG.log(System.Logger.Level.WARNING, "no heartbeat: every channel fails, nobody is told");
        return;
      }
      Heartbeat beating = heart.orElseThrow();
      once(
          "heartbeat",
          () -> {
            Outcome outcome = beating.beat("intact monitoring lives\n");
            if (outcome instanceof Outcome.Delivered) {
              heard = Optional.of(setup.clock().instant());
            } else {
              LOG.log(
                  System.Logger.Level.WARNING, "the heartbeat was not heard: " + outcome.detail());
            }
          });
    }
  }

  /** When a heartbeat was last heard that this process sent. */
  Optional<Instant> heard() {
    return heard;
  }

  void close() {
    List<Thread> running;
    synchronized (this) {
      closed = true;
      running = List.copyOf(threads.values());
    }
    running.forEach(Thread::interrupt);
    try {
      for (Thread thread : running) {
        thread.join(TimeUnit.SECONDS.toMillis(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    heart.ifPresent(Heartbeat::close);
  }
}
