package dev.intact.files.watch;

import dev.intact.files.WatchedSet;
import dev.intact.files.linux.UnsupportedSystemException;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Expected;
import dev.intact.files.scan.Look;
import dev.intact.files.scan.Looker;
import dev.intact.files.scan.RateLimit;
import dev.intact.files.scan.ScanRules;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The states of a root around a canary's flight: right before and after it is made, right before
 * and after it is removed. Only if nothing happened there in between were the root's times moved by
 * the canary alone. For one thread.
 */
final class RootTrail implements AutoCloseable {

  private static final int WHOLE = 4;

  private final ByteString root;
  private final Looker looker;
  private final List<ByteString> states = new ArrayList<>();

  RootTrail(ByteString root, ScanRules rules) throws UnsupportedSystemException {
    this.root = root;
    this.looker = new Looker(rules, Instant.EPOCH, RateLimit.NONE);
  }

  /** Takes the next of the four. */
  void look() throws IOException, InterruptedException {
    var unused =
        looker.run(
            List.of(new Look(root, false)),
            Expected.NOTHING,
            seen -> seen.after().ifPresent(states::add));
  }

  /** Puts what has become of the root's times down to the canary, if that is so. */
  void account(WatchedSet.OwnAct act, boolean disturbed) {
    if (states.size() == WHOLE && states.get(1).equals(states.get(2)) && !disturbed) {
      // Else it is told as what it is: the times are others, nobody knows why.
      boolean unused = act.moved(states.get(0), states.get(1), states.get(3));
    }
  }

  @Override
  public void close() {
    looker.close();
  }
}
