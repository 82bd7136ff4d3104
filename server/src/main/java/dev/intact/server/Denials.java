package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.audit.SecurityLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Records what was denied to whom, in the installation's security log. The same denial is recorded
 * at most once a minute, and all together at most sixty times a minute, with how many were passed
 * over in between: nobody can fill the disk with it, from however many addresses. Thread-safe.
 */
final class Denials {

  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final int REMEMBERED = 1000;
  static final int MAX_A_MINUTE = 60;

  private final SecurityLog log;
  private final InstantSource clock;
  private final Metrics metrics;
  private final LinkedHashMap<String, Told> told = new LinkedHashMap<>();
  private Instant minute = Instant.EPOCH;
  private int inMinute;
  private long passedOver;

  private record Told(Instant at, long since) {}

  /** What is due: how often the same, and how many others, were passed over before. */
  private record Due(long same, long others) {
    String text() {
      return (same == 0 ? "" : " (and " + same + " more)")
          + (others == 0 ? "" : " (" + others + " other denials were passed over)");
    }
  }

  Denials(SecurityLog log, InstantSource clock, Metrics metrics) {
    this.log = log;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** A valid key wanted what it may not do. */
  void record(ApiKey key, String subject, String action) throws AuditException {
    tell("key:" + key.id(), subject + ": " + action);
  }

  /** Somebody came with no valid key. */
  void invalidKey(String address) throws AuditException {
    tell("address:" + address, "no valid key");
  }

  /** Somebody came with a key whose time is over. */
  void expiredKey(ApiKey key) throws AuditException {
    tell("key:" + key.id(), "the key has expired");
  }

  private void tell(String actor, String detail) throws AuditException {
    metrics.denied();
    Optional<Due> due = due(actor + " " + detail);
    if (due.isPresent()) {
      log.record("denied", actor, detail + due.get().text());
    }
  }

  private synchronized Optional<Due> due(String what) {
    Instant now = clock.instant();
    Told last = told.remove(what);
    if (!now.isBefore(minute.plus(QUIET))) {
      minute = now;
      inMinute = 0;
    }
    if (last != null && now.isBefore(last.at().plus(QUIET))) {
      told.put(what, new Told(last.at(), last.since() + 1));
      return Optional.empty();
    }
    if (inMinute == MAX_A_MINUTE) {
      passedOver += 1 + (last == null ? 0 : last.since());
      return Optional.empty();
    }
    inMinute++;
    if (told.size() >= REMEMBERED) {
      passedOver += told.pollFirstEntry().getValue().since();
    }
    told.put(what, new Told(now, 0));
    Due due = new Due(last == null ? 0 : last.since(), passedOver);
    passedOver = 0;
    return Optional.of(due);
  }

  /** Records how many were passed over and not told of yet, before the service ends. */
  void close() throws AuditException {
    long untold;
    synchronized (this) {
      untold = passedOver + told.values().stream().mapToLong(Told::since).sum();
      passedOver = 0;
      told.clear();
    }
    if (untold > 0) {
      log.record("denied", "intact", untold + " denials were passed over before the service ended");
    }
  }
}
