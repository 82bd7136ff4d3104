package dev.intact.files.watch;

import dev.intact.files.LiveSet.Found;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.PathOrder;
import dev.intact.files.watch.OpenFindings.Delta;
import dev.intact.finding.CheckReport;
import dev.intact.finding.Coverage;
import dev.intact.finding.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * When the listener is told: at once, and then the less often the longer the same directories go on
 * changing. Something in another directory is told at once all the same. Used by one thread.
 */
final class Teller {

  private static final String KIND = "files";
  private static final int MAX_FRESH = 5_000;
  private static final int MAX_DIRECTORIES = 10_000;
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String set;
  private final WatchListener listener;
  private final Set<ByteString> directories = new HashSet<>();
  private List<Finding> fresh = new ArrayList<>();
  private long again;
  private boolean waits;
  private boolean urgent;
  private long spacing = SHORTEST_NANOS;
  private long toldAt = System.nanoTime() - LONGEST_NANOS;

  Teller(String set, WatchListener listener) {
    this.set = set;
    this.listener = listener;
  }

  void add(Delta delta, List<Finding> conditions) {
    waits = true;
    again += delta.again().size();
    urgent |= !conditions.isEmpty();
    for (Found one : delta.fresh()) {
      if (directories.size() < MAX_DIRECTORIES && directories.add(PathOrder.parent(one.path()))) {
        urgent = true;
      }
      if (fresh.size() < MAX_FRESH) {
        fresh.add(one.finding());
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
    return waits && since >= (urgent ? SHORTEST_NANOS : spacing);
  }

  /** Tells all that is known. */
  void tell(OpenFindings open, Instant at, boolean complete) throws InterruptedException {
    long now = System.nanoTime();
    if (now - toldAt > 2 * LONGEST_NANOS) { // the burst before is over
      spacing = SHORTEST_NANOS;
      directories.clear();
    } else {
      spacing = Math.min(2 * spacing, LONGEST_NANOS);
    }
    WatchReport report = new WatchReport(open.report(KIND, set, at), complete, fresh, again);
    fresh = new ArrayList<>();
    again = 0;
    waits = false;
    urgent = false;
    toldAt = now;
    listener.observed(set, report);
  }

  /** Tells that nothing can be told. */
  void failed(Finding why, Instant at) throws InterruptedException {
    CheckReport report =
        new CheckReport(
            KIND,
            set,
            Map.of(why.verdict(), 1L),
            0,
            List.of(why),
            new Coverage(0, 1),
            at,
            Duration.ZERO);
    listener.observed(set, new WatchReport(report, false, List.of(why), 0));
  }
}
