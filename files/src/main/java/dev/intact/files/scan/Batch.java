package dev.intact.files.scan;

import dev.intact.files.linux.FileStat;
import dev.intact.files.scan.EntryReader.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Some entries in the order of the walk, read by one worker. Filled by the walker, then handed
 * over.
 */
final class Batch {

  /** Few, since large files lie beside each other. */
  private static final int MAX_ITEMS = 16;

  /** What there is to be done for a path; the path itself is put together only if it is needed. */
  private sealed interface Item {}

  private static final class Entry implements Item {
    final OpenDirectory directory;
    final byte[] name;
    final Optional<byte[]> old;
    final Optional<byte[]> carried;
    final Preset preset;

    Entry(
        OpenDirectory directory,
        byte[] name,
        Optional<byte[]> old,
        Optional<byte[]> carried,
        Preset preset) {
      this.preset = preset;
      this.directory = directory;
      this.name = name;
      this.old = old;
      this.carried = carried;
    }
  }

  private static final class Directory implements Item {
    final OpenDirectory directory;
    final FileStat stat;
    final Optional<byte[]> old;
    final Set<Field> compared;

    Directory(OpenDirectory directory, FileStat stat, Optional<byte[]> old, Set<Field> compared) {
      this.compared = compared;
      this.directory = directory;
      this.stat = stat;
      this.old = old;
    }
  }

  /** The walker knows all there is to know. */
  private static final class Settled implements Item {
    final Optional<Observed> observed;

    Settled(Optional<Observed> observed) {
      this.observed = observed;
    }
  }

  /**
   * What came out.
   *
   * @param observed what was not as expected
   * @param grown what is as expected, and more
   * @param entries how many there were
   * @param established of how many of them the state is known
   * @param bytes content that was hashed
   * @param trusted files that were taken for unchanged by their times
   */
  record Result(
      List<Observed> observed,
      List<Grown> grown,
      long entries,
      long established,
      long bytes,
      long trusted) {}

  /**
   * A file that has grown.
   *
   * @param path of what
   * @param state as far as it goes now
   */
  record Grown(ByteString path, ByteString state) {}

  private final List<Item> items = new ArrayList<>();
  private final AtomicBoolean dropped = new AtomicBoolean();
  private int directories;

  /**
   * Adds an entry that is no directory.
   *
   * @param old the expected state
   * @param carried a state that stands for reading it, if times say that it is still the same
   */
  void add(
      OpenDirectory directory,
      byte[] name,
      Optional<byte[]> old,
      Optional<byte[]> carried,
      Preset preset) {
    count(directory);
    items.add(new Entry(directory.hold(), name, old, carried, preset));
  }

  void addDirectory(
      OpenDirectory directory, FileStat stat, Optional<byte[]> old, Set<Field> compared) {
    count(directory);
    items.add(new Directory(directory.hold(), stat, old, compared));
  }

  void add(Observed observed) {
    items.add(new Settled(Optional.of(observed)));
  }

  /** An entry that is as expected. */
  void addUnchanged() {
    items.add(new Settled(Optional.empty()));
  }

  private void count(OpenDirectory directory) {
    boolean same =
        !items.isEmpty()
            && switch (items.getLast()) {
              case Entry e -> e.directory == directory;
              case Directory d -> d.directory == directory;
              case Settled s -> false;
            };
    directories += same ? 0 : 1;
  }

  /** How many times it holds a directory open, at most. */
  int directories() {
    return directories;
  }

  boolean isFull() {
    return items.size() >= MAX_ITEMS;
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  /** Lets go of the directories; once. */
  void drop(EntryReader reader) {
    if (dropped.getAndSet(true)) {
      return;
    }
    for (Item item : items) {
      switch (item) {
        case Entry e -> e.directory.release(reader.fs());
        case Directory d -> d.directory.release(reader.fs());
        case Settled s -> {}
      }
    }
  }

  /** Reads all of it and lets go of the directories. */
  Result read(EntryReader reader) throws InterruptedException {
    long bytes = reader.bytes();
    long trusted = reader.trusted();
    List<Observed> observed = new ArrayList<>();
    List<Grown> grown = new ArrayList<>();
    long entries = 0;
    long established = 0;
    try {
      for (Item item : items) {
        Outcome outcome = read(item, reader, grown);
        outcome.observed.ifPresent(observed::add);
        entries += outcome.present ? 1 : 0;
        established += outcome.present && !outcome.failed() ? 1 : 0;
      }
    } finally {
      drop(reader);
    }
    return new Result(
        observed, grown, entries, established, reader.bytes() - bytes, reader.trusted() - trusted);
  }

  private record Outcome(boolean present, Optional<Observed> observed) {
    boolean failed() {
      return observed.flatMap(Observed::trouble).isPresent();
    }
  }

  private static Outcome read(Item item, EntryReader reader, List<Grown> grown)
      throws InterruptedException {
    return switch (item) {
      case Settled s ->
          new Outcome(
              s.observed.map(o -> o.after().isPresent() || o.trouble().isPresent()).orElse(true),
              s.observed);
      case Directory d ->
          outcome(
              d.directory.path(), d.old, reader.directory(d.directory.fd(), d.stat, d.compared));
      case Entry e -> {
        int type = e.name[e.name.length - 1] & 0xff;
        Reading reading = reader.read(e.directory.fd(), e.name, type, e.old, e.carried, e.preset);
        if (reading instanceof Reading.State(ByteString state, Optional<ByteString> more)
            && isSame(e.old, state)) {
          more.ifPresent(m ->
              grown.add(new Grown(ByteString.owning(Paths.join(e.directory.path(), e.name)), m)));
          yield new Outcome(true, Optional.empty());
        }
        yield outcome(Paths.join(e.directory.path(), e.name), e.old, reading);
      }
    };
  }

  private static boolean isSame(Optional<byte[]> old, ByteString state) {
    return old.isPresent() && States.isUnchanged(old.get(), state.array());
  }

  private static Outcome outcome(byte[] path, Optional<byte[]> old, Reading reading) {
    ByteString name = ByteString.owning(path);
    Optional<ByteString> before = old.map(ByteString::owning);
    return switch (reading) {
      case Reading.State(ByteString state, Optional<ByteString> grown) when isSame(old, state) ->
          new Outcome(true, Optional.empty());
      case Reading.State(ByteString state, Optional<ByteString> grown) ->
          new Outcome(
              true, Optional.of(new Observed(name, before, Optional.of(state), Optional.empty())));
      case Reading.Trusted() -> new Outcome(true, Optional.empty());
      // It went while we walked: as if it had gone before.
      case Reading.Vanished() when before.isEmpty() -> new Outcome(false, Optional.empty());
      case Reading.Vanished() ->
          new Outcome(
              false, Optional.of(new Observed(name, before, Optional.empty(), Optional.empty())));
      case Reading.Failed(Trouble trouble, Optional<ByteString> state) ->
          new Outcome(true, Optional.of(new Observed(name, before, state, Optional.of(trouble))));
    };
  }
}
