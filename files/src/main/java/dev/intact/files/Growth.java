package dev.intact.files;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Observed;
import dev.intact.files.scan.PathOrder;
import dev.intact.files.scan.RunEntry;
import dev.intact.files.scan.ScanVisitor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps how far files that may grow have come, so that the next check holds them to it. Used by one
 * thread.
 */
final class Growth implements ScanVisitor {

  private final ScanVisitor changes;
  private final TreeMap<ByteString, Optional<ByteString>> states = new TreeMap<>(PathOrder.WALK);
  private long beyond;

  /**
   * Begins with what is in force.
   *
   * @param changes is shown everything else
   */
  Growth(ScanVisitor changes, Baseline baseline) {
    this.changes = changes;
    states.putAll(baseline.grown());
  }

  @Override
  public void observed(Observed observed) throws IOException {
    changes.observed(observed);
  }

  @Override
  public void grown(ByteString path, ByteString state) {
    if (states.size() < Baseline.MAX_ACCEPTED || states.containsKey(path)) {
      states.put(path, Optional.of(state));
    } else {
      beyond++;
    }
  }

  /** In the order of a walk. */
  List<RunEntry> entries() {
    return states.entrySet().stream().map(e -> new RunEntry(e.getKey(), 0, e.getValue())).toList();
  }

  List<String> notes() {
    return beyond == 0
        ? List.of()
        : List.of(
            beyond
                + " files have grown, and what they gained is not committed to: more than "
                + Baseline.MAX_ACCEPTED
                + " cannot be held; record a new baseline");
  }
}
