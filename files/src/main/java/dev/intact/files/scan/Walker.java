package dev.intact.files.scan;

import dev.intact.files.linux.FileStat;
import dev.intact.files.linux.LinuxException;
import dev.intact.files.linux.LinuxFs;
import dev.intact.files.scan.Expected.Entry;
import dev.intact.finding.Verdict;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Goes through the roots by directory descriptors, without following any link and without
 * recursion, in the order of paths, and joins what is there with what is expected. Used by one
 * thread.
 */
final class Walker {

  /** Takes the batches, in order. */
  interface Sink {
    void take(Batch batch) throws IOException, InterruptedException;
  }

  /** Longer paths cannot be recorded. */
  static final int MAX_PATH = 8_192;

  /**
   * The outermost level and so many of the innermost keep their descriptors; those between are
   * found again by {@code ..}.
   */
  private static final int OPEN_LEVELS = 64;

  /** A directory that is being walked. */
  private static final class Level {
    final OpenDirectory directory;
    final FileStat stat;
    final List<byte[]> entries;
    int next;
    boolean open = true;

    Level(OpenDirectory directory, FileStat stat, List<byte[]> entries) {
      this.directory = directory;
      this.stat = stat;
      this.entries = entries;
    }
  }

  private static final int LISTINGS = 3;

  private final ScanRules rules;
  private final List<Look> looks;
  private final EntryReader reader;
  private final LinuxFs fs;
  private final Expected expected;
  private final Carried carried;
  private final Sink sink;
  private final Deque<Level> levels = new ArrayDeque<>();
  private Optional<Entry> awaited = Optional.empty();
  private Batch batch = new Batch();
  private long excluded;
  private long uncovered;

  /** Only these paths, in the order of a walk, and no more than is expected of them. */
  Walker(
      ScanRules rules,
      List<Look> looks,
      EntryReader reader,
      Expected expected,
      Carried carried,
      Sink sink) {
    this.rules = rules;
    this.looks = looks;
    this.reader = reader;
    this.fs = reader.fs();
    this.expected = expected;
    this.carried = carried;
    this.sink = sink;
  }

  long excluded() {
    return excluded;
  }

  /** Expected entries that could not be looked for. */
  long uncovered() {
    return uncovered;
  }

  void run() throws IOException, InterruptedException {
    try {
      awaited = expected.next();
      for (Look look : looks) {
        root(look);
        while (!levels.isEmpty()) {
          step();
        }
      }
      while (awaited.isPresent()) {
        gone();
      }
      hand(true);
    } finally {
      levels.stream().filter(l -> l.open).forEach(l -> l.directory.release(fs));
      batch.drop(reader);
    }
  }

  private void root(Look look) throws IOException, InterruptedException {
    byte[] path = look.path().array();
    boolean top = rules.roots().contains(look.path());
    OpenDirectory parent;
    byte[] name = Paths.lastName(path);
    try {
      parent = new OpenDirectory(fs.openParentOf(path), Paths.parent(path));
    } catch (LinuxException e) {
      if (!e.isAbsent()) {
        lost(path, Optional.empty(), Verdict.UNVERIFIABLE, "cannot be reached: " + e.reason());
      }
      return; // what was expected of it is found to be gone
    }
    try {
      FileStat stat = fs.stat(parent.fd(), name);
      byte[] typed = Arrays.copyOf(name, name.length + 1);
      typed[name.length] = (byte) (stat.isDirectory() ? EntryReader.DT_DIRECTORY : 0);
      if (stat.isDirectory()) {
        Optional<FileStat> above = top ? Optional.empty() : Optional.of(fs.stat(parent.fd()));
        enter(parent, typed, path, above, look.deep());
      } else if (top || rules.isIncluded(path)) {
        add(parent, typed, path);
      }
    } catch (LinuxException e) {
      if (!e.isAbsent()) {
        lost(path, Optional.empty(), Verdict.UNVERIFIABLE, e.reason());
      }
    } finally {
      parent.release(fs);
    }
  }

  /** One entry of the innermost directory. */
  private void step() throws IOException, InterruptedException {
    Level level = levels.getLast();
    if (level.next == level.entries.size()) {
      leave();
      return;
    }
    byte[] name = level.entries.get(level.next++);
    byte[] path = Paths.join(level.directory.path(), name);
    if (!rules.excludes().isEmpty() && rules.isExcluded(path)) {
      excluded++;
      return;
    }
    if (path.length > MAX_PATH) {
      uncovered++;
      batch.add(
          new Observed(
              ByteString.owning(level.directory.path()),
              Optional.empty(),
              Optional.empty(),
              Optional.of(
                  new Trouble(
                      Verdict.COVERAGE_LOST,
                      "what lies in it has a path of more than " + MAX_PATH + " bytes"))));
      level.next = level.entries.size();
      hand(false);
      return;
    }
    if (type(level, name) == EntryReader.DT_DIRECTORY) {
      enter(level.directory, name, path, Optional.of(level.stat), true);
    } else if (rules.isIncluded(path)) {
      add(level.directory, name, path);
    }
  }

  private void add(OpenDirectory in, byte[] name, byte[] path)
      throws IOException, InterruptedException {
    batch.add(in, name, take(path), carried.of(path), rules.presetOf(path));
    hand(false);
  }

  private int type(Level level, byte[] name) {
    int type = name[name.length - 1] & 0xff;
    if (type == EntryReader.DT_UNKNOWN) {
      try {
        return fs.stat(level.directory.fd(), name).isDirectory() ? EntryReader.DT_DIRECTORY : 0;
      } catch (LinuxException e) {
        return 0; // the worker meets the same, and says so
      }
    }
    return type;
  }

  /** Opens a directory, and goes on in it if that is wanted. */
  private void enter(
      OpenDirectory parent, byte[] name, byte[] path, Optional<FileStat> above, boolean deep)
      throws IOException, InterruptedException {
    int fd;
    try {
      fd = fs.openDirectory(parent.fd(), name);
    } catch (LinuxException e) {
      if (e.isOtherType()) { // exchanged since it was listed
        name[name.length - 1] = EntryReader.DT_UNKNOWN;
        add(parent, name, path);
      } else if (!e.isAbsent()) {
        Optional<ByteString> known =
            reader.closedDirectory(parent.fd(), name, rules.comparedOfDirectory(path));
        lost(path, known, Verdict.UNVERIFIABLE, "cannot be entered: " + e.reason());
      }
      return;
    }
    OpenDirectory directory = new OpenDirectory(fd, path);
    try {
      FileStat stat = fs.stat(fd);
      boolean mount =
          above.isPresent() && (stat.isMountRoot() || stat.device() != above.get().device());
      if (mount && !rules.crossMounts()) {
        mounted(path, stat);
        return;
      }
      if (mount && levels.stream().anyMatch(l -> l.stat.isSameFile(stat))) {
        lost(path, Optional.empty(), Verdict.COVERAGE_LOST, "is mounted within itself");
        return;
      }
      Listing listing = deep ? list(fd, stat) : new Listing(stat, List.of());
      batch.addDirectory(directory, listing.stat, take(path), rules.comparedOfDirectory(path));
      if (deep) {
        push(new Level(directory.hold(), listing.stat, listing.entries));
      }
      hand(false);
    } catch (LinuxException e) {
      if (!e.isAbsent()) { // it went after it was opened: as if before
        lost(path, Optional.empty(), Verdict.UNVERIFIABLE, "cannot be listed: " + e.reason());
      }
    } finally {
      directory.release(fs);
    }
  }

  /** What is in a directory, with the directory's own facts. */
  private record Listing(FileStat stat, List<byte[]> entries) {}

  /**
   * Lists it again if an entry came or went meanwhile: the times that are recorded must not be
   * older than what is recorded of the entries. Not for ever; the entries are found anyway.
   */
  private Listing list(int fd, FileStat stat) throws LinuxException {
    FileStat before = stat;
    for (int i = 0; ; i++) {
      List<byte[]> entries = fs.list(fd);
      FileStat after = fs.stat(fd);
      if (after.mtime().equals(before.mtime()) || i == LISTINGS) {
        entries.sort(Walker::byName);
        return new Listing(before, entries);
      }
      before = after;
      fs.rewind(fd);
    }
  }

  /** Each is a name, NUL, and a type: that comes into play between equal names only. */
  private static int byName(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, b);
  }

  private void push(Level level) {
    levels.addLast(level);
    if (levels.size() > OPEN_LEVELS) {
      int close = levels.size() - OPEN_LEVELS;
      int i = 0;
      for (Level outer : levels) {
        if (i++ == close && outer.open) {
          outer.open = false;
          outer.directory.release(fs);
        }
      }
    }
  }

  private void leave() throws IOException, InterruptedException {
    Level left = levels.removeLast();
    if (!levels.isEmpty() && !levels.getLast().open) {
      Level outer = levels.removeLast();
      reopen(left, outer);
    }
    left.directory.release(fs);
  }

  /** The directory above may be another by now: then the rest of the true one is lost. */
  private void reopen(Level inner, Level outer) throws IOException, InterruptedException {
    String why = "was moved away while it was walked";
    try {
      int fd = fs.openParent(inner.directory.fd());
      OpenDirectory again = new OpenDirectory(fd, outer.directory.path());
      FileStat stat = fs.stat(fd);
      if (stat.isSameFile(outer.stat)) {
        Level level = new Level(again, outer.stat, outer.entries);
        level.next = outer.next;
        levels.addLast(level);
        return;
      }
      again.release(fs);
    } catch (LinuxException e) {
      why = "cannot be entered again: " + e.reason();
    }
    lost(outer.directory.path(), Optional.empty(), Verdict.COVERAGE_LOST, why);
    while (!levels.isEmpty() && !levels.getLast().open) {
      // Without that level there is no way up to these either.
      Level next = levels.removeLast();
      lost(next.directory.path(), Optional.empty(), Verdict.COVERAGE_LOST, why);
    }
  }

  private void mounted(byte[] path, FileStat stat) throws IOException, InterruptedException {
    Optional<byte[]> old = take(path);
    ByteString now = reader.mount(stat, rules.presetOf(path));
    if (old.isPresent() && Arrays.equals(old.get(), now.array())) {
      batch.addUnchanged();
    } else {
      long hidden = skip(path);
      Trouble over =
          new Trouble(
              Verdict.COVERAGE_LOST,
              "another file system is mounted over it; entries that cannot be seen: " + hidden);
      batch.add(
          new Observed(
              ByteString.owning(path),
              old.map(ByteString::owning),
              Optional.of(now),
              old.map(o -> over)));
    }
    hand(false);
  }

  /** What is expected under a path cannot be looked for: that is not the same as gone. */
  private void lost(byte[] path, Optional<ByteString> known, Verdict verdict, String detail)
      throws IOException, InterruptedException {
    Optional<byte[]> old = take(path);
    long hidden = skip(path);
    String with = hidden == 0 ? detail : detail + "; entries that cannot be seen: " + hidden;
    batch.add(
        new Observed(
            ByteString.owning(path),
            old.map(ByteString::owning),
            known,
            Optional.of(new Trouble(verdict, with))));
    hand(false);
  }

  /** Passes over all that is expected under a path. */
  private long skip(byte[] path) throws IOException {
    long skipped = 0;
    while (awaited.isPresent() && Paths.isWithin(awaited.get().path().array(), path)) {
      awaited = expected.next();
      skipped++;
    }
    uncovered += skipped;
    return skipped;
  }

  /** The state that is expected of a path; what is expected before it is gone. */
  private Optional<byte[]> take(byte[] path) throws IOException, InterruptedException {
    while (awaited.isPresent()) {
      int order = Paths.compare(awaited.get().path().array(), path);
      if (order > 0) {
        return Optional.empty();
      }
      if (order == 0) {
        byte[] state = awaited.get().state().array();
        awaited = expected.next();
        return Optional.of(state);
      }
      gone();
    }
    return Optional.empty();
  }

  private void gone() throws IOException, InterruptedException {
    Entry entry = awaited.orElseThrow();
    batch.add(
        new Observed(entry.path(), Optional.of(entry.state()), Optional.empty(), Optional.empty()));
    awaited = expected.next();
    hand(false);
  }

  private void hand(boolean last) throws IOException, InterruptedException {
    if (batch.isFull() || (last && !batch.isEmpty())) {
      Batch full = batch;
      batch = new Batch();
      sink.take(full);
    }
  }
}
