package dev.intact.files.watch;

import dev.intact.files.FileSets;
import dev.intact.files.FilesException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The sets of an installation that are watched: those that are wanted and exist. A set that comes
 * is watched from its first baseline on; one that cannot be watched is tried again. Thread-safe.
 */
public final class Watches implements AutoCloseable {

  private static final long LOOK_SECONDS = 1;
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);

  private record Running(WatchSettings settings, SetWatch watch) {}

  private final FileSets sets;
  private final WatchListener listener;
  private final String by;
  private final RandomGenerator random;
  private final Thread thread;
  private final Map<String, Long> failedAt = new HashMap<>(); // the thread's

  // guarded by this
  private final Map<String, Running> running = new TreeMap<>();
  private Function<String, Optional<WatchSettings>> wanted = name -> Optional.empty();
  private boolean closed;

  /**
   * Begins with nothing.
   *
   * @param sets the sets
   * @param listener is told of all; that one cannot be watched, too
   * @param by who watches, in records
   * @param random for names of canaries, cryptographically strong
   */
  public Watches(FileSets sets, WatchListener listener, String by, RandomGenerator random) {
    this.sets = sets;
    this.listener = listener;
    this.by = by;
    this.random = random;
    this.thread = Thread.ofPlatform().daemon().name("intact-watches").start(this::run);
  }

  /**
   * Says which sets are watched from now on, and how.
   *
   * @param which by a set's name; empty if it is not
   */
  public synchronized void use(Function<String, Optional<WatchSettings>> which) {
    wanted = which;
    notifyAll();
  }

  /**
   * How those stand that are watched.
   *
   * @return by name
   */
  public synchronized List<WatchStatus> statuses() {
    return running.values().stream().map(r -> r.watch.status()).toList();
  }

  private void run() {
    try {
      while (true) {
        once();
        synchronized (this) {
          TimeUnit.SECONDS.timedWait(this, LOOK_SECONDS);
        }
      }
    } catch (InterruptedException e) {
      // the end
    }
  }

  private void once() throws InterruptedException {
    Map<String, WatchSettings> now = new TreeMap<>();
    Map<String, Running> before;
    synchronized (this) {
      for (String name : sets.names()) {
        wanted.apply(name).ifPresent(settings -> now.put(name, settings));
      }
      before = Map.copyOf(running);
    }
    for (var one : before.entrySet()) {
      if (!one.getValue().settings.equals(now.get(one.getKey()))) {
        end(one.getKey(), one.getValue());
      }
    }
    Set<String> left = new HashSet<>(now.keySet());
    synchronized (this) {
      left.removeAll(running.keySet());
    }
    for (String name : left) {
      WatchSettings settings = now.get(name);
      if (settings != null) {
        begin(name, settings);
      }
    }
  }

  private void begin(String name, WatchSettings settings) throws InterruptedException {
    Long failed = failedAt.get(name);
    if (failed != null && System.nanoTime() - failed < RETRY_NANOS) {
      return;
    }
    try {
      SetWatch watch = SetWatch.start(sets.set(name), settings, listener, by, random);
      failedAt.remove(name);
      synchronized (this) {
        if (!closed) {
          running.put(name, new Running(settings, watch));
          return;
        }
      }
      watch.close();
    } catch (FilesException e) {
      failedAt.put(name, System.nanoTime());
      listener.failed(name, "cannot be watched: " + e.getMessage());
    }
  }

  private void end(String name, Running one) throws InterruptedException {
    one.watch.close();
    synchronized (this) {
      running.remove(name);
    }
    listener.ended(name);
  }

  @Override
  public void close() {
    List<Running> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(running.values());
      running.clear();
    }
    thread.interrupt();
    all.forEach(r -> r.watch.close());
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
