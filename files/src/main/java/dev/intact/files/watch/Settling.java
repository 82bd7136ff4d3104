package dev.intact.files.watch;

import dev.intact.files.LiveSet.Found;
import dev.intact.files.scan.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What is looked at once more after a time: what accounts for a change may be recorded behind it,
 * as by a package manager at its end. Used by one thread.
 */
final class Settling {

  private static final int MOST = 20_000;
  private static final long NANOS = TimeUnit.SECONDS.toNanos(30);

  private record Path(ByteString path, long due) {}

  private final Deque<Path> paths = new ArrayDeque<>();

  /** Takes new findings in; whether something accounts for one of them already. */
  boolean add(List<Found> fresh) {
    boolean explained = false;
    long due = System.nanoTime() + NANOS;
    for (Found one : fresh) {
      if (one.finding().explanation().isPresent()) {
        explained = true;
      } else if (paths.size() < MOST) {
        paths.addLast(new Path(one.path(), due));
      }
    }
    return explained;
  }

  /** What is due by now; each once. */
  List<ByteString> due(long now) {
    List<ByteString> due = new ArrayList<>();
    while (!paths.isEmpty() && paths.getFirst().due - now <= 0) {
      due.add(paths.removeFirst().path);
    }
    return due;
  }
}
