package dev.intact.files;

import dev.intact.files.FilesException.Kind;
import dev.intact.files.linux.UnsupportedSystemException;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Expected;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.Look;
import dev.intact.files.scan.Looker;
import dev.intact.files.scan.Observed;
import dev.intact.files.scan.PathOrder;
import dev.intact.files.scan.Scan;
import dev.intact.files.scan.ScanRules;
import dev.intact.files.scan.StateFormatException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/**
 * What an acceptance takes into force: what has changed of the paths, and what that has moved
 * elsewhere and is told with it: the number of links of a file's other names, the times of the
 * directory that an entry came to or went from. One look at a time.
 */
final class Acceptance {

  private final Baseline baseline;
  private final ScanRules rules;
  private final TreeMap<ByteString, Observed> seen = new TreeMap<>(PathOrder.WALK);
  private final FilesSettings settings;
  private final SetGuard guard;

  Acceptance(Baseline baseline, FilesSettings settings, SetGuard guard) {
    this.guard = guard;
    this.baseline = baseline;
    this.rules = baseline.rules();
    this.settings = settings;
  }

  /** What was seen, in the order of a walk. */
  Collection<Observed> observed() {
    return seen.values();
  }

  /** Looks at the paths, or at the whole set if there are none. */
  Scan.Summary look(List<ByteString> paths, LongConsumer progress)
      throws IOException, UnsupportedSystemException, InterruptedException, FilesException {
    List<ByteString> some = paths.isEmpty() ? rules.roots() : only(paths).roots();
    Scan.Summary sums =
        Scan.full(rules, settings.threads(), settings.limit())
            .idle(settings.idle())
            .at(some.stream().map(path -> new Look(path, true)).toList())
            .run(baseline.expected(some), guard.recording(this::hold), progress);
    requireFew();
    if (!paths.isEmpty()) {
      if (sums.entries() == 0 && seen.isEmpty()) {
        throw new FilesException(
            Kind.INVALID, "nothing is at " + paths + ", and nothing was when it was recorded");
      }
      lookAround(some);
      requireFew();
    }
    return sums;
  }

  private ScanRules only(List<ByteString> paths) throws FilesException {
    try {
      return rules.only(paths);
    } catch (IllegalArgumentException e) {
      throw new FilesException(Kind.INVALID, String.valueOf(e.getMessage()), e);
    }
  }

  private void hold(Observed observed) {
    if (seen.size() <= Baseline.MAX_ACCEPTED) {
      seen.put(observed.path(), observed);
    }
  }

  private void requireFew() throws FilesException {
    if (seen.size() + baseline.acceptedCount() > Baseline.MAX_ACCEPTED) {
      throw new FilesException(
          Kind.INVALID,
          "more than "
              + Baseline.MAX_ACCEPTED
              + " states would have been accepted one by one: record a new baseline instead");
    }
  }

  /** Of what is told with the changes, nothing else must be different. */
  private void lookAround(List<ByteString> accepted)
      throws IOException, UnsupportedSystemException, InterruptedException {
    Map<String, Linked> names = new HashMap<>();
    Set<ByteString> around = new TreeSet<>(PathOrder.WALK);
    for (Observed observed : seen.values()) {
      Sight sight = Sight.of(observed);
      sight.before().flatMap(Acceptance::linked).ifPresent(i -> names.put(i, Linked.NONE));
      sight.after().flatMap(Acceptance::linked).ifPresent(i -> names.put(i, Linked.NONE));
      ByteString parent = PathOrder.parent(sight.path());
      if (sight.isOtherEntry() && rules.contains(parent) && isOutside(parent, accepted)) {
        around.add(parent);
      }
    }
    if (!names.isEmpty()) {
      addNames(names, accepted, around);
    }
    if (!around.isEmpty()) {
      look(around, names);
    }
  }

  private void look(Set<ByteString> around, Map<String, Linked> names)
      throws IOException, UnsupportedSystemException, InterruptedException {
    Expected all = baseline.expected(rules.roots());
    Expected wanted =
        () -> {
          Optional<Expected.Entry> next = all.next();
          while (next.isPresent() && !around.contains(next.get().path())) {
            next = all.next();
          }
          return next;
        };
    List<Look> looks = around.stream().map(path -> new Look(path, false)).toList();
    try (Looker looker = new Looker(rules, baseline.started(), settings.limit())) {
      Scan.Summary unused =
          looker.run(
              looks,
              wanted,
              observed -> {
                Optional<Observed> other = guard.own().recorded(observed);
                if (other.isPresent() && isTold(Sight.of(other.get()), names)) {
                  hold(other.get());
                }
              });
    }
  }

  /**
   * A file under several names.
   *
   * @param names how many it will have in the set
   * @param gained how many of these came, less those that went
   */
  private record Linked(int names, int gained) {
    static final Linked NONE = new Linked(0, 0);

    Linked and(Linked more) {
      return new Linked(names + more.names, gained + more.gained);
    }
  }

  /** A directory's times; a number of links, if the names in the set account for it. */
  private static boolean isTold(Sight sight, Map<String, Linked> names) {
    if (sight.isDirectory()) {
      return sight.compared().filter(Comparison::isTimeOnly).isPresent();
    }
    Optional<Comparison> change = sight.compared().filter(Comparison::isLinksOnly);
    Optional<FileState> now = sight.after();
    Optional<Linked> file = now.flatMap(s -> s.value(Field.INODE)).map(names::get);
    return change.isPresent()
        && file.isPresent()
        && (change.get().linksGained() == file.get().gained
            || now.flatMap(s -> s.value(Field.LINKS))
                .equals(Optional.of(Integer.toString(file.get().names))));
  }

  private static void count(Map<String, Linked> names, String inode, Linked more) {
    names.computeIfPresent(inode, (i, n) -> n.and(more));
  }

  private static boolean isOutside(ByteString path, List<ByteString> accepted) {
    return accepted.stream().noneMatch(a -> PathOrder.isWithin(path, a));
  }

  /** The inode of a file with several names. */
  private static Optional<String> linked(FileState state) {
    return state.value(Field.LINKS).filter(l -> !l.equals("1")).isPresent()
        ? state.value(Field.INODE)
        : Optional.empty();
  }

  /** Counts the names that these files will have in the set, and adds those to look at. */
  private void addNames(
      Map<String, Linked> names, List<ByteString> accepted, Set<ByteString> around)
      throws IOException {
    for (Observed observed : seen.values()) {
      Sight sight = Sight.of(observed);
      int was = sight.before().isPresent() ? 1 : 0;
      int is = sight.after().isPresent() ? 1 : 0;
      sight
          .after()
          .or(sight::before)
          .flatMap(s -> s.value(Field.INODE))
          .ifPresent(inode -> count(names, inode, new Linked(is, is - was)));
    }
    Expected all = baseline.expected(rules.roots());
    for (Optional<Expected.Entry> next = all.next(); next.isPresent(); next = all.next()) {
      ByteString path = next.get().path();
      try {
        Optional<String> inode = FileState.read(next.get().state().toBytes()).value(Field.INODE);
        if (inode.filter(names::containsKey).isPresent() && !seen.containsKey(path)) {
          count(names, inode.get(), new Linked(1, 0));
          if (isOutside(path, accepted)) {
            around.add(path);
          }
        }
      } catch (StateFormatException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
  }
}
