package dev.intact.files;

import dev.intact.files.scan.FileState;
import dev.intact.finding.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Files under several names, and names that moved: which of the sights of a check are one act. A
 * number of hard links is told with the names that came or went, but only if these are as many:
 * else there is a name outside the set.
 */
final class Names {

  private final Map<Sight, Sight> movedFrom = new IdentityHashMap<>();
  private final Map<Sight, Sight> otherName = new IdentityHashMap<>();
  private final Set<Sight> told = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The sights of one file. */
  private static final class OneFile {
    final List<Sight> came = new ArrayList<>();
    final List<Sight> went = new ArrayList<>();
    final List<Sight> linked = new ArrayList<>();
  }

  Names(List<Sight> sights) {
    Map<String, OneFile> files = new HashMap<>();
    for (Sight sight : sights) {
      if (sight.verdict() == Verdict.ADDED) {
        file(files, sight.after()).ifPresent(f -> f.came.add(sight));
      } else if (sight.verdict() == Verdict.MISSING) {
        file(files, sight.before()).ifPresent(f -> f.went.add(sight));
      } else if (sight.compared().filter(Comparison::isLinksOnly).isPresent()) {
        file(files, sight.after()).ifPresent(f -> f.linked.add(sight));
      }
    }
    files.values().forEach(this::tell);
  }

  private static Optional<OneFile> file(Map<String, OneFile> files, Optional<FileState> state) {
    return state.flatMap(Sight::identity).map(id -> files.computeIfAbsent(id, i -> new OneFile()));
  }

  private void tell(OneFile file) {
    int moves = Math.min(file.came.size(), file.went.size());
    for (int i = 0; i < moves; i++) {
      movedFrom.put(file.came.get(i), file.went.get(i));
      told.add(file.went.get(i));
    }
    int gained = file.came.size() - file.went.size();
    if (file.linked.isEmpty() || gained == 0) {
      return;
    }
    List<Sight> others = gained > 0 ? file.came : file.went;
    for (Sight other : others.subList(moves, others.size())) {
      otherName.put(other, file.linked.getFirst());
    }
    for (Sight sight : file.linked) {
      if (sight.comparison().orElseThrow().linksGained() == gained) {
        told.add(sight);
      }
    }
  }

  /** Whether it is told with another. */
  boolean isTold(Sight sight) {
    return told.contains(sight);
  }

  /** Where a new name was before. */
  Optional<Sight> movedFrom(Sight sight) {
    return Optional.ofNullable(movedFrom.get(sight));
  }

  /** Another name of the same file. */
  Optional<Sight> otherName(Sight sight) {
    return Optional.ofNullable(otherName.get(sight));
  }
}
