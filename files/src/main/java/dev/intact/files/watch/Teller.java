package dev.intact.files.watch;

import dev.intact.files.LiveSet.Found;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.PathOrder;
import dev.intact.files.watch.OpenFindings.Delta;
import dev.intact.finding.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * When the listener is told: at once, and in a burst the less often the longer it lasts. Something
 * in another directory is told at once all the same. Used by one thread.
 */
final class Teller {

  private static final String KIND = "files";
  private static final int MAX_FRESH = 20_000;

  /** So many at once are a burst. */
  private static final int MANY = 100;

  private static final int MAX_DIRECTORIES = 10_000;
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String set;
  private final WatchListener listener;
  private final Set<ByteString> directories = new HashSet<>();
  private List<Finding> fresh = new ArrayList<>();
  private long more;
  private long again;
  private boolean waits;
  private boolean urgent;
  private boolean amiss;
  private long spacing = SHORTEST_NANOS;
  private long toldAt = System.nanoTime() - LONGEST_NANOS;

  Teller(String set, WatchListener listener) {
    this.set = set;
    this.listener = listener;
  }

  void add(Delta delta, List<Finding> conditions) {
    waits = true;
    again += delta.again().size();
    amiss |= !conditions.isEmpty();
    for (Found one : delta.fresh()) {
      if (directories.size() < MAX_DIRECTORIES && directories.add(PathOrder.parent(one.path()))) {
        urgent = true;
      }
      if (fresh.size() < MAX_FRESH) {
        fresh.add(one.finding());
      } else {
        more++;
      }
    }
    fresh.addAll(conditions);
  }

  /** Whether something is to be told. */
  boolean waits() {
    return waits;
  }

  /** Whether now is the time for it. */
  boolean isDue() {
    long since = System.nanoTime() - toldAt;
    return waits && (amiss || since >= (urgent ? SHORTEST_NANOS : spacing));
  }

  /** Tells all that is known; whether each finding could be told by itself. */
  boolean tell(OpenFindings open, Instant at, boolean complete) throws InterruptedException {
    long now = System.nanoTime();
    if (now - toldAt > 2 * LONGEST_NANOS) { // the burst before is over
      spacing = SHORTEST_NANOS;
      directories.clear();
    } else {
      boolean many = fresh.size() + more + again >= MANY;
      spacing = many ? Math.min(2 * spacing, LONGEST_NANOS) : SHORTEST_NANOS;
    }
    WatchReport report =
        new WatchReport(
            open.report(KIND, set, at), open.conditions(), complete, fresh, more, again);
    boolean whole = more == 0;
    fresh = new ArrayList<>();
    more = 0;
    again = 0;
    waits = false;
    urgent = false;
    amiss = false;
    toldAt = now;
    listener.observed(set, report);
    return whole;
  }
}
