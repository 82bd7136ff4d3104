package dev.intact.files.watch;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.ScanRules;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Flies canaries in all roots, again and again. On a thread of its own. */
final class CanaryRounds {

  /** So often at once, if events are lost meanwhile. */
  private static final int VOID_FLIGHTS = 3;

  /** Is told what comes of them, by the flying thread. */
  interface Told {
    /** It was seen. */
    void seen(String key);

    /** It was not. */
    void missed(String key, String what);

    /** What came of the first in a root. */
    void said(String line);

    /** One has been out in a root, and it is known what that did there. */
    void landed(ByteString root) throws InterruptedException;

    /** One has been out in each root. */
    void flown();
  }

  private final CanaryFlight flight;
  private final Supplier<ScanRules> rules;
  private final WatchSettings settings;
  private final Told told;
  private volatile String last = "none yet";

  CanaryRounds(CanaryFlight flight, Supplier<ScanRules> rules, WatchSettings settings, Told told) {
    this.flight = flight;
    this.rules = rules;
    this.settings = settings;
    this.told = told;
  }

  /** Removes what a process left behind that was killed in flight. */
  void clear() {
    rules.get().roots().forEach(flight::clear);
  }

  /** What came of the last one. */
  String last() {
    return last;
  }

  /** Flies until the thread is interrupted. */
  void run() throws InterruptedException {
    Set<ByteString> before = new HashSet<>();
    Set<ByteString> open = new HashSet<>(); // of which it was said that nothing is proven
    while (true) {
      ScanRules now = rules.get();
      Duration rest = settings.canaryEvery();
      for (ByteString root : now.roots()) {
        CanaryFlight.Outcome outcome = flight.fly(root, now, settings.canaryWithin());
        for (int i = 0; i < VOID_FLIGHTS && outcome instanceof CanaryFlight.Outcome.Void; i++) {
          outcome = flight.fly(root, now, settings.canaryWithin());
        }
        told.landed(root);
        String text = tell(root, outcome);
        last = root + " " + text;
        boolean proven = outcome instanceof CanaryFlight.Outcome.Seen;
        if (before.add(root) || (proven && open.remove(root))) {
          told.said("a change made on purpose in " + root + " was " + text);
        }
        if (outcome instanceof CanaryFlight.Outcome.Void) {
          open.add(root);
          rest = shorter(rest, settings.canaryWithin()); // soon again: nothing is proven yet
        }
      }
      told.flown();
      TimeUnit.NANOSECONDS.sleep(rest.toNanos());
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private String tell(ByteString root, CanaryFlight.Outcome outcome) {
    String key = "canary " + root;
    return switch (outcome) {
      case CanaryFlight.Outcome.Seen(Duration after) -> {
        told.seen(key);
        yield "seen after " + after.toMillis() + " ms";
      }
      case CanaryFlight.Outcome.Missed(String what) -> {
        told.missed(
            key,
            "a change that was made on purpose in "
                + root
                + " was not seen within "
                + settings.canaryWithin()
                + " ("
                + what
                + "): changes may go unseen");
        yield "missed: " + what;
      }
      case CanaryFlight.Outcome.Void() -> "not proven: events were lost meanwhile";
      case CanaryFlight.Outcome.Grounded(String why) -> "not proven: " + why;
    };
  }
}
