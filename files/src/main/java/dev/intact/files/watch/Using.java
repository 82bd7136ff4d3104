package dev.intact.files.watch;

import dev.intact.files.LiveSet.Seen;
import dev.intact.files.notice.Use;
import dev.intact.files.scan.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Sees when a change is complete that an announcement explains: when its path has been left alone
 * for a while. From then on the announcement explains no other change of it. Used by one thread.
 */
final class Using {

  /** Beyond this it is for the next check to say that they are used. */
  private static final int MOST = 50_000;

  private static final long ALONE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** A change as it was seen first. */
  private record Change(Use use, long since, boolean asked) {}

  private final Map<ByteString, Change> changes = new HashMap<>();

  /** Takes in what a look has seen; gives those that are complete. */
  List<Use> looked(Seen seen, long now) {
    Map<ByteString, Use> uses = new HashMap<>();
    seen.uses().forEach(use -> uses.put(use.path(), use));
    seen.exact().stream().filter(path -> !uses.containsKey(path)).forEach(changes::remove);
    List<Use> complete = new ArrayList<>();
    for (Use use : uses.values()) {
      Change before = changes.get(use.path());
      if (before == null || !before.use.equals(use)) {
        if (before != null || changes.size() < MOST) {
          changes.put(use.path(), new Change(use, now, false));
        }
      } else if (now - before.since >= ALONE_NANOS) {
        changes.remove(use.path());
        complete.add(use);
      }
    }
    return complete;
  }

  /** What is to be looked at once more by now, to see whether it was left alone. */
  List<ByteString> due(long now) {
    List<ByteString> due = new ArrayList<>();
    changes.replaceAll((path, change) -> {
      if (change.asked || now - change.since < ALONE_NANOS) {
        return change;
      }
      due.add(path);
      return new Change(change.use, change.since, true);
    });
    return due;
  }
}
