package dev.intact.files.watch;

import dev.intact.files.linux.Fanotify;
import dev.intact.files.linux.Fanotify.Event;
import dev.intact.files.linux.Fanotify.Handle;
import dev.intact.files.linux.FileHandles;
import dev.intact.files.linux.FileHandles.Located;
import dev.intact.files.linux.FileStat;
import dev.intact.files.linux.LinuxException;
import dev.intact.files.linux.LinuxFs;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.PathOrder;
import dev.intact.files.watch.Hints.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/**
 * Hints by fanotify: one mark for each file system, names by the handle of their directory. Also
 * tells of files of the set that are written under names outside of it.
 */
final class FanotifySource implements EventSource {

  private static final int MOST_DIRECTORIES = 4_096;
  private static final int MOST_STRANGERS = 8_192;
  private static final long STRANGERS_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MOVES = Fanotify.MOVED_FROM | Fanotify.MOVED_TO;
  private static final long COMES_OR_GOES = Fanotify.CREATE | Fanotify.DELETE | MOVES;

  /**
   * A mount, through which the paths of its file system are seen. Opened only while events are
   * read: an open file would keep it from being unmounted.
   */
  private static final class Mount {
    final ByteString path;
    final long fsid;
    final int number;
    int fd = -1;

    Mount(ByteString path, long fsid, int number) {
      this.path = path;
      this.fsid = fsid;
      this.number = number;
    }
  }

  /** Where a directory is, until one is renamed or removed. */
  private record Known(Place place, ByteString path) {}

  /** A name outside of the set under which there is no file of it. */
  private record Stranger(Handle directory, ByteString name) {}

  private static final Known GONE = new Known(Place.OUTSIDE, ByteString.of(new byte[0]));

  private final Hints hints;
  private final LinuxFs fs;
  private final LongPredicate inSet;
  private final FileHandles handles;
  private final Fanotify fanotify;
  private final Processes processes = new Processes();
  private final List<Mount> mounts = new ArrayList<>();
  private final Map<Handle, Known> directories =
      new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Handle, Known> eldest) {
          return size() > MOST_DIRECTORIES;
        }
      };
  private final Set<Stranger> strangers = new HashSet<>();
  private long strangersSince = System.nanoTime();

  private FanotifySource(Hints hints, LinuxFs fs, LongPredicate inSet, Fanotify fanotify) {
    this.hints = hints;
    this.fs = fs;
    this.inSet = inSet;
    this.handles = new FileHandles(fs);
    this.fanotify = fanotify;
  }

  /**
   * Begins.
   *
   * @param inSet whether a file of this number is in the set
   * @throws LinuxException if the kernel does not allow it
   */
  static FanotifySource open(Hints hints, LinuxFs fs, LongPredicate inSet) throws LinuxException {
    return new FanotifySource(hints, fs, inSet, Fanotify.open(fs));
  }

  /**
   * Watches the file system that a path is on, or the next directory above it that there is.
   *
   * @param path absolute
   * @throws IOException if this file system cannot be watched so, or its files not be found again
   */
  void add(ByteString path) throws IOException {
    int directory = nearest(path);
    try {
      Located located = handles.locate(directory);
      handles.open(directory, located.handle()).ifPresent(fs::closeFd);
      fanotify.mark(directory);
      Mount mount = new Mount(path, located.handle().fsid(), located.mount());
      if (mounts.stream().noneMatch(m -> m.number == mount.number && m.path.equals(path))) {
        mounts.add(mount);
      }
    } finally {
      fs.closeFd(directory);
    }
  }

  private int nearest(ByteString path) throws IOException {
    ByteString at = path;
    while (true) {
      try {
        int parent = fs.openParentOf(at.toBytes());
        try {
          return fs.openDirectory(parent, PathOrder.name(at));
        } finally {
          fs.closeFd(parent);
        }
      } catch (LinuxException e) {
        if (at.length() == 1) {
          throw e;
        }
        at = PathOrder.parent(at);
      }
    }
  }

  /** A descriptor on a mount, as long as its file system is still the one that was marked. */
  private Optional<Integer> through(Mount mount) {
    if (mount.fd < 0) {
      try {
        int fd = nearest(mount.path);
        mount.fd = fd;
        if (handles.fsid(fd) != mount.fsid) {
          letGo(mount);
        }
      } catch (IOException e) {
        letGo(mount);
      }
    }
    return mount.fd < 0 ? Optional.empty() : Optional.of(mount.fd);
  }

  private void letGo(Mount mount) {
    if (mount.fd >= 0) {
      fs.closeFd(mount.fd);
      mount.fd = -1;
    }
  }

  /** The file of a handle; empty if it is gone, or its file system is not to be seen any more. */
  private Optional<Integer> open(Mount mount, Handle handle) throws LinuxException {
    Optional<Integer> through = through(mount);
    return through.isPresent() ? handles.open(through.get(), handle) : Optional.empty();
  }

  @Override
  public int fd() {
    return fanotify.fd();
  }

  @Override
  public void renew() {
    directories.clear();
    for (Mount mount : List.copyOf(mounts)) {
      try {
        add(mount.path);
      } catch (IOException e) {
        hints.lost("what " + mount.path + " is on cannot be watched: " + e.getMessage());
      }
    }
  }

  /** Takes the marks away, as somebody could who attaches to the process. */
  void unmark() throws LinuxException {
    for (Mount mount : mounts) {
      fanotify.unmark(through(mount).orElseThrow());
      letGo(mount);
    }
  }

  @Override
  public void drain() throws LinuxException {
    try {
      while (fanotify.read(this::event)) {
        // to the end
      }
    } finally {
      mounts.forEach(this::letGo);
    }
  }

  private void event(Event event) {
    try {
      if ((event.mask() & Fanotify.OVERFLOW) != 0) {
        hints.lost("the kernel had no room for more events");
      } else if (event.directory().isPresent()) {
        entry(event, event.directory().get());
      } else if (event.file().isPresent()) {
        file(event, event.file().get());
      }
    } catch (LinuxException e) {
      hints.lost("where an event happened cannot be found: " + e.reason());
    }
  }

  private void entry(Event event, Handle handle) throws LinuxException {
    boolean directory = (event.mask() & Fanotify.ONDIR) != 0;
    boolean tree = directory && (event.mask() & COMES_OR_GOES) != 0;
    Known known = known(handle);
    if (known.place == Place.INSIDE || known.place == Place.ABOVE) {
      ByteString path = PathOrder.child(known.path, event.name());
      hints.entry(path, event.mask(), tree, () -> actor(event));
    }
    if (directory && (event.mask() & MOVES) != 0) {
      directories.clear(); // all that is under it is elsewhere now
    }
    if (!directory && (known.place == Place.OUTSIDE || known.place == Place.ABOVE)) {
      outside(event, handle);
    }
  }

  private Optional<String> actor(Event event) {
    return processes.describe(event.pid(), event.pidfd());
  }

  private Known known(Handle handle) throws LinuxException {
    Known known = directories.get(handle);
    if (known == null) {
      known = find(handle);
      directories.put(handle, known);
    }
    return known;
  }

  /** The same directory is at different paths, or at none, as seen through different mounts. */
  private Known find(Handle handle) throws LinuxException {
    Known best = GONE;
    Set<Integer> seen = new HashSet<>();
    for (Mount mount : mounts) {
      if (mount.fsid != handle.fsid() || !seen.add(mount.number)) {
        continue;
      }
      Optional<Integer> fd = open(mount, handle);
      if (fd.isEmpty()) {
        continue; // removed: the directory above it tells
      }
      try {
        Optional<ByteString> path = handles.path(fd.get()).map(ByteString::of);
        if (path.isPresent()) {
          Known found = new Known(hints.place(path.get()), path.get());
          best = best == GONE || found.place.compareTo(best.place) < 0 ? found : best;
        }
      } finally {
        fs.closeFd(fd.get());
      }
    }
    return best;
  }

  /** A name that is not of the set; its file may be. */
  private void outside(Event event, Handle directory) throws LinuxException {
    if ((event.mask() & (Fanotify.DELETE | Fanotify.MOVED_FROM)) == event.mask()) {
      return;
    }
    long now = System.nanoTime();
    if (now - strangersSince > STRANGERS_NANOS || strangers.size() > MOST_STRANGERS) {
      strangers.clear();
      strangersSince = now;
    }
    Stranger name = new Stranger(directory, ByteString.of(event.name()));
    if (strangers.contains(name)) {
      return;
    }
    Optional<FileStat> stat = stat(directory, event.name());
    if (stat.isPresent() && stat.get().isRegular() && inSet.test(stat.get().inode())) {
      hints.inode(stat.get().inode(), () -> actor(event));
    } else {
      strangers.add(name);
    }
  }

  private Optional<FileStat> stat(Handle directory, byte[] name) throws LinuxException {
    for (Mount mount : mounts) {
      if (mount.fsid == directory.fsid()) {
        Optional<Integer> fd = open(mount, directory);
        if (fd.isEmpty()) {
          return Optional.empty();
        }
        try {
          return Optional.of(fs.stat(fd.get(), name));
        } catch (LinuxException e) {
          return Optional.empty(); // it went, or cannot be seen from this mount
        } finally {
          fs.closeFd(fd.get());
        }
      }
    }
    return Optional.empty();
  }

  /** The kernel knows no name: a name of it came or went, or it was opened without one. */
  private void file(Event event, Handle file) throws LinuxException {
    for (Mount mount : mounts) {
      if (mount.fsid == file.fsid()) {
        Optional<Integer> fd = open(mount, file);
        if (fd.isPresent()) {
          try {
            FileStat stat = fs.stat(fd.get());
            if (stat.isRegular() && inSet.test(stat.inode())) {
              hints.inode(stat.inode(), () -> actor(event));
            }
          } finally {
            fs.closeFd(fd.get());
          }
        }
        return;
      }
    }
  }

  @Override
  public void close() {
    fanotify.close();
    handles.close();
  }
}
