package dev.intact.files.watch;

import dev.intact.files.linux.Fanotify;
import dev.intact.files.linux.FileStat;
import dev.intact.files.linux.Inotify;
import dev.intact.files.linux.LinuxException;
import dev.intact.files.linux.LinuxFs;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.PathOrder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Hints by inotify: a watch for each directory. A new directory is watched before it is listed, so
 * that what comes into it meanwhile is either told or seen. Knows no processes and no names outside
 * of the set.
 */
final class InotifySource implements EventSource {

  private static final int DT_UNKNOWN = 0;
  private static final int DT_DIRECTORY = 4;
  private static final long COMES = Fanotify.CREATE | Fanotify.MOVED_TO;
  private static final long GOES = Fanotify.DELETE | Fanotify.MOVED_FROM;

  private final Hints hints;
  private final LinuxFs fs;
  private final Inotify inotify;
  private final Map<Integer, ByteString> paths = new HashMap<>();
  private final TreeMap<ByteString, Integer> watches = new TreeMap<>(PathOrder.WALK);
  private final List<ByteString> roots = new ArrayList<>();
  private long unwatched;
  private Optional<String> limit = Optional.empty();

  private InotifySource(Hints hints, LinuxFs fs, Inotify inotify) {
    this.hints = hints;
    this.fs = fs;
    this.inotify = inotify;
  }

  static InotifySource open(Hints hints, LinuxFs fs) throws LinuxException {
    return new InotifySource(hints, fs, Inotify.open(fs));
  }

  @Override
  public int fd() {
    return inotify.fd();
  }

  /** How many directories are watched. */
  int directories() {
    return watches.size();
  }

  /** Why not all directories are watched; empty if they are. */
  Optional<String> limit() {
    return limit.map(reason ->
        unwatched
            + " directories are not watched: "
            + reason
            + "; see /proc/sys/fs/inotify/max_user_watches");
  }

  /** Watches a root, and the directory that it is in, where it may be exchanged. */
  void add(ByteString root) {
    roots.add(root);
    if (root.length() > 1) {
      one(PathOrder.parent(root), false);
    }
    tree(root);
  }

  /** Watches a directory and all under it. */
  private void tree(ByteString top) {
    Deque<ByteString> left = new ArrayDeque<>(List.of(top));
    while (!left.isEmpty()) {
      one(left.removeLast(), true).forEach(left::addLast);
    }
  }

  /** Watches one; gives the directories in it. */
  private List<ByteString> one(ByteString path, boolean list) {
    List<ByteString> inner = new ArrayList<>();
    try {
      int parent = fs.openParentOf(path.toBytes());
      try {
        int fd = fs.openDirectory(parent, PathOrder.name(path));
        try {
          if (list && isBorder(path, fs.stat(parent), fs.stat(fd))) {
            return inner;
          }
          watch(path, fd);
          if (list) {
            list(path, fd, inner);
          }
        } finally {
          fs.closeFd(fd);
        }
      } finally {
        fs.closeFd(parent);
      }
    } catch (IOException e) {
      // No directory, gone, or unreadable: a check finds the same and says so.
    }
    return inner;
  }

  private boolean isBorder(ByteString path, FileStat parent, FileStat own) {
    return !roots.contains(path)
        && !hints.rules().crossMounts()
        && (own.isMountRoot() || own.device() != parent.device());
  }

  private void watch(ByteString path, int fd) {
    try {
      int watch = inotify.watch(fd);
      ByteString before = paths.put(watch, path);
      if (before != null && !before.equals(path)) {
        watches.remove(before);
      }
      watches.put(path, watch);
    } catch (LinuxException e) {
      unwatched++;
      limit = Optional.of(e.reason());
    }
  }

  private void list(ByteString path, int fd, List<ByteString> inner) throws LinuxException {
    for (byte[] entry : fs.list(fd)) {
      int type = entry[entry.length - 1];
      ByteString child = PathOrder.child(path, entry);
      boolean directory =
          type == DT_DIRECTORY || (type == DT_UNKNOWN && fs.stat(fd, entry).isDirectory());
      if (directory && hints.rules().contains(child)) {
        inner.add(child);
      }
    }
  }

  /** Forgets a directory that is not there any more, and all that was under it. */
  private void forget(ByteString top) {
    var under = watches.tailMap(top, true).entrySet().iterator();
    while (under.hasNext()) {
      var entry = under.next();
      if (!PathOrder.isWithin(entry.getKey(), top)) {
        return;
      }
      inotify.unwatch(entry.getValue());
      paths.remove(entry.getValue());
      under.remove();
    }
  }

  @Override
  public void renew() {
    roots.forEach(this::tree);
  }

  /** Takes all watches away, as somebody could who attaches to the process. */
  void unwatchAll() {
    watches.values().forEach(inotify::unwatch);
  }

  @Override
  public void drain() throws LinuxException {
    while (inotify.read(this::event)) {
      // to the end
    }
  }

  private void event(int watch, long mask, byte[] name) {
    if ((mask & Fanotify.OVERFLOW) != 0) {
      hints.lost("more happened than the kernel keeps (fs.inotify.max_queued_events)");
      roots.forEach(this::tree); // directories may have come unseen
      return;
    }
    ByteString directory = paths.get(watch);
    if (directory == null) {
      return; // of a watch that was taken away
    }
    if ((mask & (Inotify.IGNORED | Inotify.UNMOUNT)) != 0) {
      if (paths.remove(watch, directory) && watches.remove(directory, watch)) {
        hints.tree(directory);
      }
      return;
    }
    boolean tree = (mask & Fanotify.ONDIR) != 0 && (mask & (COMES | GOES)) != 0;
    ByteString path = PathOrder.child(directory, name);
    boolean relevant =
        hints.rules().contains(path) || roots.stream().anyMatch(r -> PathOrder.isWithin(r, path));
    if (!relevant) {
      return; // beside a root
    }
    if (tree) {
      forget(path);
      if ((mask & COMES) != 0) {
        tree(path);
      }
    }
    hints.entry(path, mask, tree, Optional::empty);
  }

  @Override
  public void close() {
    inotify.close();
  }
}
