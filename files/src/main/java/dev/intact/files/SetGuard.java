package dev.intact.files;

import dev.intact.files.notice.Use;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.Observed;
import dev.intact.files.scan.ScanVisitor;
import dev.intact.files.scan.StateFormatException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/** What all who work on one set have in common, in this process. Thread-safe. */
final class SetGuard {

  private static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicLong changes = new AtomicLong();
  private final List<Consumer<FilesReport>> watchers = new CopyOnWriteArrayList<>();

  private final Map<ByteString, String> canaries = new ConcurrentHashMap<>();
  private final OwnTimes own = new OwnTimes();
  private final Set<Use> uses = ConcurrentHashMap.newKeySet();

  /** Uses of announcements that are to be recorded. */
  Set<Use> uses() {
    return uses;
  }

  /** What our own files do to the directories that they are in. */
  OwnTimes own() {
    return own;
  }

  /** Held during an act. */
  ReentrantLock lock() {
    return lock;
  }

  /** What is in force is another from now on. */
  void changed() {
    changes.incrementAndGet();
  }

  /** Another number whenever what is in force has changed. */
  long changes() {
    return changes.get();
  }

  /** Tells what a check has found, while its act lasts. */
  void checked(FilesReport report) {
    watchers.forEach(w -> w.accept(report));
  }

  void watch(Consumer<FilesReport> watcher) {
    watchers.add(watcher);
  }

  void unwatch(Consumer<FilesReport> watcher) {
    watchers.remove(watcher);
  }

  /** A file of ours is about to be in the set for a moment. */
  void canary(ByteString path, String sha256) {
    canaries.put(path, sha256);
  }

  /** It is not any more, and nobody who saw it is still at work. */
  void noCanary(ByteString path) {
    canaries.remove(path);
  }

  /**
   * Without what is our own doing: a file that is new, of a name nobody can guess, as we wrote it.
   */
  ScanVisitor comparing(ScanVisitor visitor) {
    return without(visitor, own::compared);
  }

  /** The same for states that are to be recorded. */
  ScanVisitor recording(ScanVisitor visitor) {
    return without(visitor, own::recorded);
  }

  private ScanVisitor without(
      ScanVisitor visitor, Function<Observed, Optional<Observed>> withoutOwn) {
    return new ScanVisitor() {
      @Override
      public void observed(Observed observed) throws IOException {
        if (isCanary(observed)) {
          return;
        }
        own.await(observed.path());
        Optional<Observed> other = withoutOwn.apply(observed);
        if (other.isPresent()) {
          visitor.observed(other.get());
        }
      }

      @Override
      public void grown(ByteString path, ByteString state) throws IOException {
        visitor.grown(path, state);
      }
    };
  }

  private boolean isCanary(Observed observed) {
    String content = canaries.get(observed.path());
    if (content == null || observed.before().isPresent()) {
      return false;
    }
    try {
      Optional<String> hash =
          observed.after().isPresent()
              ? FileState.read(observed.after().get().toBytes()).value(Field.HASH)
              : Optional.empty();
      return observed.trouble().isPresent()
          || hash.equals(Optional.of(content))
          || hash.equals(Optional.of(EMPTY));
    } catch (StateFormatException e) {
      return false;
    }
  }
}
