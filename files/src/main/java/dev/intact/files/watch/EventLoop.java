package dev.intact.files.watch;

import dev.intact.files.linux.LinuxException;
import dev.intact.files.linux.LinuxFs;
import dev.intact.files.linux.Poller;
import dev.intact.files.linux.UnsupportedSystemException;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.PathOrder;
import dev.intact.files.scan.ScanRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Reads events and news of mounts as they come, on a thread of its own, and makes hints of them.
 * The first events are those from {@link #open} on.
 */
final class EventLoop implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(EventLoop.class.getName());
  private static final int MOST_FAILURES = 100;

  private final Hints hints;
  private final ScanRules rules;
  private final LinuxFs fs;
  private final Poller poller;
  private final List<String> how = new ArrayList<>();
  private final Map<EventSource, Integer> places = new HashMap<>();
  private final Object reading = new Object();
  private Optional<FanotifySource> whole = Optional.empty();
  private Optional<InotifySource> single = Optional.empty();
  private String whyNotWhole = "";
  private int mountNews = -1;
  private int mountInfo = -1;
  private Map<Integer, ByteString> mounts = Map.of();
  private Optional<Thread> thread = Optional.empty();
  private volatile boolean closed;
  private volatile boolean renew;

  private EventLoop(Hints hints, ScanRules rules, LinuxFs fs, Poller poller) {
    this.hints = hints;
    this.rules = rules;
    this.fs = fs;
    this.poller = poller;
  }

  /**
   * Asks the kernel for events of all roots.
   *
   * @param byDirectory whether to use inotify even where fanotify is to be had
   * @param inSet whether a file of this number is in the set
   */
  static EventLoop open(Hints hints, ScanRules rules, boolean byDirectory, LongPredicate inSet)
      throws UnsupportedSystemException, IOException {
    LinuxFs fs = LinuxFs.open();
    EventLoop loop = new EventLoop(hints, rules, fs, Poller.open(fs));
    try {
      loop.probe(byDirectory, inSet);
      for (ByteString root : rules.roots()) {
        loop.add(root, root);
      }
      loop.watchMounts();
      return loop;
    } catch (IOException | RuntimeException e) {
      loop.close();
      throw e;
    }
  }

  private void probe(boolean byDirectory, LongPredicate inSet) {
    if (byDirectory) {
      whyNotWhole = "it was asked for";
      return;
    }
    try {
      whole = Optional.of(FanotifySource.open(hints, fs, inSet));
    } catch (LinuxException e) {
      whyNotWhole = "fanotify: " + e.reason();
    }
  }

  /** Watches a root, or a file system that is mounted within one. */
  private void add(ByteString path, ByteString root) throws IOException {
    String why = whyNotWhole;
    if (whole.isPresent()) {
      try {
        whole.get().add(path);
        register(whole.get());
        how.add(root + " by fanotify: one mark for its file system, with the process");
        return;
      } catch (LinuxException e) {
        why = "fanotify: " + e.reason();
      }
    }
    if (single.isEmpty()) {
      single = Optional.of(InotifySource.open(hints, fs));
    }
    single.get().add(path);
    register(single.get());
    how.add(
        root
            + " by inotify, "
            + single.get().directories()
            + " directories, without the process and names outside of the set ("
            + why
            + ")");
  }

  private void register(EventSource source) {
    places.computeIfAbsent(source, s -> poller.addInput(s.fd()));
  }

  private void watchMounts() throws IOException {
    mountInfo = fs.openFollowing(Mounts.FILE);
    mountNews = poller.addNews(mountInfo);
    mounts = within(Mounts.read());
    mounts(mounts);
  }

  private Map<Integer, ByteString> within(Map<Integer, ByteString> all) {
    Map<Integer, ByteString> found = new HashMap<>();
    all.forEach((number, point) -> {
      for (ByteString root : rules.roots()) {
        if (!point.equals(root) && PathOrder.isWithin(point, root)) {
          found.put(number, point);
        }
      }
    });
    return found;
  }

  private void mounts(Map<Integer, ByteString> now) throws IOException {
    if (rules.crossMounts()) {
      for (ByteString point : new HashSet<>(now.values())) {
        if (rules.contains(point)) {
          add(point, point);
        }
      }
    } else {
      hints.coveredBy(List.copyOf(now.values()));
    }
  }

  /** What came or went is looked at with all that is under it. */
  private void mountsChanged() throws IOException {
    Map<Integer, ByteString> now = within(Mounts.read());
    Map<Integer, ByteString> fresh = new HashMap<>(now);
    fresh.keySet().removeAll(mounts.keySet());
    Set<ByteString> points = new HashSet<>(fresh.values());
    mounts.forEach((number, point) -> {
      if (!now.containsKey(number)) {
        points.add(point);
      }
    });
    mounts = now;
    mounts(rules.crossMounts() ? fresh : now);
    for (ByteString point : points) {
      single.ifPresent(InotifySource::renew);
      hints.tree(point);
    }
  }

  /** How each root is watched, a sentence each. */
  List<String> how() {
    return List.copyOf(how);
  }

  /** What is not watched although it should be. */
  Optional<String> limit() {
    return single.flatMap(InotifySource::limit);
  }

  void start(String name) {
    Thread running = Thread.ofPlatform().daemon().name(name).start(this::run);
    thread = Optional.of(running);
  }

  private void run() {
    int failures = 0;
    while (!closed && failures < MOST_FAILURES) {
      try {
        poller.await(-1);
        synchronized (reading) {
          if (!closed) {
            once();
          }
        }
      } catch (IOException | RuntimeException e) {
        failures++;
        LOG.log(System.Logger.Level.ERROR, "events of files cannot be read", e);
        hints.lost("events could not be read: " + e.getMessage());
      }
    }
  }

  private void once() throws IOException {
    if (renew) {
      renew = false;
      places.keySet().forEach(EventSource::renew);
    }
    for (var source : List.copyOf(places.entrySet())) {
      if (poller.isReady(source.getValue())) {
        source.getKey().drain();
      }
    }
    if (poller.isReady(mountNews)) {
      mountsChanged();
    }
  }

  /** Asks the kernel once more for what it should tell anyway. */
  void renew() {
    renew = true;
    poller.wake();
  }

  /** Runs something while no events are read: they gather in the kernel. */
  void whileStalled(Stalled action) throws Exception {
    synchronized (reading) {
      action.run();
    }
  }

  /** Something that is done meanwhile. */
  interface Stalled {
    void run() throws Exception;
  }

  /** Has the kernel tell nothing any more, as somebody could who is root. */
  void blind() throws LinuxException {
    synchronized (reading) {
      if (whole.isPresent()) {
        whole.get().unmark();
      }
      single.ifPresent(InotifySource::unwatchAll);
    }
  }

  @Override
  public void close() {
    closed = true;
    poller.wake();
    boolean interrupted = false;
    while (thread.isPresent() && thread.get().isAlive()) {
      try {
        thread.get().join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    whole.ifPresent(FanotifySource::close);
    single.ifPresent(InotifySource::close);
    if (mountInfo >= 0) {
      fs.closeFd(mountInfo);
    }
    poller.close();
    fs.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
