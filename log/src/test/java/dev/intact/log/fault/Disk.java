package dev.intact.log.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Files and names in memory, each as it can be read and as it is on the medium. Guarded by itself.
 *
 * <p>Bytes become durable by forcing the file, names by syncing their directory, and neither by the
 * other. Names that were not synced are lost, or some of the changes are, in any selection; one
 * rename is lost or kept whole.
 */
final class Disk {

  /** One change of names. */
  private record Change(Map<String, Optional<Inode>> names) {

    boolean concerns(String directory) {
      return names.keySet().stream().anyMatch(path -> parent(path).equals(directory));
    }

    void apply(Map<String, Inode> to) {
      names.forEach((path, inode) -> {
        to.remove(path);
        inode.ifPresent(i -> to.put(path, i));
      });
    }
  }

  private final TreeMap<String, Inode> names = new TreeMap<>();
  private final TreeMap<String, Inode> durableNames = new TreeMap<>();
  private final List<Change> pending = new ArrayList<>();

  static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  Optional<Inode> find(String path) {
    return Optional.ofNullable(names.get(path));
  }

  /** Everything below a directory. */
  SortedMap<String, Inode> below(String directory) {
    return names.subMap(directory + "/", directory + "0");
  }

  void change(Map<String, Optional<Inode>> changed) {
    Change change = new Change(Map.copyOf(changed));
    change.apply(names);
    pending.add(change);
  }

  void syncDirectory(String directory) {
    pending.removeIf(change -> {
      boolean concerned = change.concerns(directory);
      if (concerned) {
        change.apply(durableNames);
      }
      return concerned;
    });
  }

  /** What the next process finds. */
  synchronized void crash(Crash crash, RandomGenerator random) {
    if (crash == Crash.KEPT) {
      return;
    }
    if (crash == Crash.TORN) {
      pending.stream().filter(c -> random.nextBoolean()).forEach(c -> c.apply(durableNames));
    }
    pending.clear();
    names.clear();
    names.putAll(durableNames);
    for (Inode inode : names.values()) {
      if (crash == Crash.TORN) {
        inode.tear(random);
      } else {
        inode.lose();
      }
    }
  }
}
