package dev.intact.files.watch;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.PathOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What has to be looked at, gathered until somebody takes it. However much happens, memory stays
 * bounded: of a directory in which very much happens the names are forgotten, and all of it is
 * looked at instead. Thread-safe.
 */
final class Touched {

  /** Of a directory in which more names were touched than this all is looked at. */
  static final int MAX_NAMES = 4_096;

  private static final int MAX_ALL = 65_536;
  private static final int MAX_ACTORS = 4;

  /** After a touch it is quiet for so long before a batch is given out, */
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  /** or it has lasted so long. */
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /**
   * A batch.
   *
   * @param exact paths that are looked at by themselves
   * @param deep paths that are looked at with all that is under them
   * @param inodes files that were touched under names outside of the set
   * @param by who touched a path, as far as that is known
   * @param lost why hints were lost, if they were
   * @param reached called once all of this is done
   */
  record Batch(
      Set<ByteString> exact,
      Set<ByteString> deep,
      Map<Long, Set<String>> inodes,
      Map<ByteString, Set<String>> by,
      List<String> lost,
      List<Runnable> reached) {

    boolean isEmpty() {
      return exact.isEmpty()
          && deep.isEmpty()
          && inodes.isEmpty()
          && lost.isEmpty()
          && reached.isEmpty();
    }

    /** Who touched a path, or the nearest directory above it. */
    Set<String> by(ByteString path) {
      ByteString at = path;
      while (true) {
        Set<String> found = by.get(at);
        if (found != null || at.length() == 1) {
          return found == null ? Set.of() : found;
        }
        at = PathOrder.parent(at);
      }
    }
  }

  // all guarded by this
  private Map<ByteString, Set<ByteString>> names = new HashMap<>();
  private Set<ByteString> deep = new HashSet<>();
  private Map<Long, Set<String>> inodes = new HashMap<>();
  private Map<ByteString, Set<String>> by = new HashMap<>();
  private Set<String> lost = new LinkedHashSet<>();
  private List<Runnable> reached = new ArrayList<>();
  private long dropped;
  private int all;
  private boolean any;
  private long first;
  private long last;

  /** A path was touched. */
  synchronized void exact(ByteString path, Optional<String> actor) {
    ByteString directory = PathOrder.parent(path);
    if (!deep.contains(directory)) {
      Set<ByteString> touched = names.computeIfAbsent(directory, d -> new HashSet<>());
      if (touched.add(path)) {
        all++;
      }
      if (touched.size() > MAX_NAMES || all > MAX_ALL) {
        forget(directory, touched);
        by(directory, actor);
      } else {
        by(path, actor);
      }
    } else {
      by(directory, actor);
    }
    note();
  }

  private void forget(ByteString directory, Set<ByteString> touched) {
    names.remove(directory);
    all -= touched.size();
    deep.add(directory);
    for (ByteString path : touched) {
      Set<String> actors = by.remove(path);
      if (actors != null) {
        actors.forEach(a -> by(directory, Optional.of(a)));
      }
    }
  }

  /** A path with all that is under it was touched. */
  synchronized void deep(ByteString path, Optional<String> actor) {
    if (deep.size() < MAX_ALL) {
      deep.add(path);
      by(path, actor);
    } else {
      drop("more directories changed at once than are kept apart");
    }
    note();
  }

  /** A file was touched that may be in the set under another name. */
  synchronized void inode(long inode, Optional<String> by) {
    if (inodes.size() < MAX_ALL) {
      Set<String> actors = inodes.computeIfAbsent(inode, i -> new LinkedHashSet<>());
      by.filter(a -> actors.size() < MAX_ACTORS).ifPresent(actors::add);
    } else {
      drop("more files were touched under names outside of the set than are looked into");
    }
    note();
  }

  private void by(ByteString path, Optional<String> actor) {
    if (actor.isPresent()) {
      Set<String> actors = by.computeIfAbsent(path, p -> new LinkedHashSet<>());
      if (actors.size() < MAX_ACTORS) {
        actors.add(actor.get());
      }
    }
  }

  /** Hints were lost: all of the set has to be looked at. */
  synchronized void lost(String reason) {
    drop(reason);
    note();
  }

  private void drop(String reason) {
    dropped++;
    lost.add(reason);
  }

  /**
   * How many hints were lost; an overflow of the kernel, which does not say of how many, is one.
   */
  synchronized long dropped() {
    return dropped;
  }

  /** Has something called once all that was touched before was looked at. */
  synchronized void whenReached(Runnable action) {
    reached.add(action);
    note();
  }

  private void note() {
    long now = System.nanoTime();
    if (!any) {
      any = true;
      first = now;
    }
    last = now;
    notifyAll();
  }

  /** Waits while so much is waiting that more would be forgotten. */
  synchronized void awaitRoom() throws InterruptedException {
    while (all > MAX_NAMES / 2) {
      wait(100);
    }
  }

  /**
   * Takes what has gathered.
   *
   * @param millis how long to wait for a first touch
   * @return empty if there was none
   */
  synchronized Batch take(long millis) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (true) {
      long now = System.nanoTime();
      long left = any ? Math.min(last + QUIET_NANOS, first + MOST_NANOS) - now : until - now;
      if (left <= 0) {
        return give();
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  private Batch give() {
    Set<ByteString> exact = new HashSet<>();
    names.values().forEach(exact::addAll);
    Batch batch =
        new Batch(exact, deep, inodes, new LinkedHashMap<>(by), List.copyOf(lost), reached);
    names = new HashMap<>();
    deep = new HashSet<>();
    inodes = new HashMap<>();
    by = new HashMap<>();
    lost = new LinkedHashSet<>();
    reached = new ArrayList<>();
    all = 0;
    any = false;
    notifyAll();
    return batch;
  }
}
