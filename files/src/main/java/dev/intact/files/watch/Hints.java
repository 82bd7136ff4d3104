package dev.intact.files.watch;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.PathOrder;
import dev.intact.files.scan.ScanRules;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What events mean for a set: passes on what is about it and drops the rest. Thread-safe. */
final class Hints {

  /** What somebody has done to an entry. */
  private static final Supplier<Optional<String>> NOBODY = Optional::empty;

  private final Touched touched;
  private final Canaries canaries;
  private final List<ByteString> own;
  private final AtomicLong count = new AtomicLong();
  private volatile ScanRules rules;
  private volatile List<ByteString> covered = List.of();

  /**
   * Hints for a set.
   *
   * @param own directories that we ourselves write to: what happens there is no hint
   */
  Hints(Touched touched, Canaries canaries, ScanRules rules, List<ByteString> own) {
    this.touched = touched;
    this.canaries = canaries;
    this.rules = rules;
    this.own = List.copyOf(own);
  }

  void use(ScanRules other) {
    rules = other;
  }

  /** Mount points that are not entered: what lies under them is not of the set. */
  void coveredBy(List<ByteString> mountPoints) {
    covered = List.copyOf(mountPoints);
  }

  ScanRules rules() {
    return rules;
  }

  /** Events about the set so far. */
  long count() {
    return count.get();
  }

  /** Where a directory lies. */
  enum Place {
    /** Within the set. */
    INSIDE,
    /** Above it. */
    ABOVE,
    /** It is ours. */
    OWN,
    /** Elsewhere. */
    OUTSIDE
  }

  Place place(ByteString directory) {
    if (own.stream().anyMatch(o -> PathOrder.isWithin(directory, o))) {
      return Place.OWN;
    }
    Place place = Place.OUTSIDE;
    for (ByteString root : rules.roots()) {
      if (PathOrder.isWithin(directory, root)) {
        return Place.INSIDE;
      }
      if (PathOrder.isWithin(root, directory)) {
        place = Place.ABOVE;
      }
    }
    return place;
  }

  /**
   * An entry was touched.
   *
   * @param path the entry
   * @param mask the event
   * @param tree whether a directory came or went: then all under it did
   * @param actor asked only if it matters
   */
  void entry(ByteString path, long mask, boolean tree, Supplier<Optional<String>> actor) {
    canaries.saw(path, mask);
    ScanRules now = rules;
    if (now.contains(path)) {
      if (covered.stream().noneMatch(m -> !m.equals(path) && PathOrder.isWithin(path, m))) {
        count.incrementAndGet();
        if (tree) {
          touched.deep(path, actor.get());
        } else {
          touched.exact(path, actor.get());
        }
      }
      return;
    }
    for (ByteString root : now.roots()) {
      if (tree && PathOrder.isWithin(root, path)) { // the way to it is another now
        count.incrementAndGet();
        touched.deep(root, actor.get());
      }
    }
  }

  /** A file was touched under a name outside of the set. */
  void inode(long inode, Supplier<Optional<String>> actor) {
    touched.inode(inode, actor.get());
  }

  /** Something may be different in all of a directory, nobody knows by whom. */
  void tree(ByteString path) {
    entry(path, 0, true, NOBODY);
  }

  /** Events are missing. */
  void lost(String reason) {
    canaries.lost();
    touched.lost(reason);
  }
}
