package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.audit.SecurityLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Records what was denied to whom, in the installation's security log. The same denial is recorded
 * at most once a minute, with how often it came in between, so that nobody can fill the disk with
 * it. Thread-safe.
 */
final class Denials {

  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final int REMEMBERED = 1000;

  private final SecurityLog log;
  private final InstantSource clock;
  private final Metrics metrics;
  private final Map<String, Told> told = new LinkedHashMap<>();

  private record Told(Instant at, long since) {}

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

  private void tell(String actor, String detail) throws AuditException {
    metrics.denied();
    long before = due(actor + " " + detail);
    if (before >= 0) {
      log.record("denied", actor, before == 0 ? detail : detail + " (and " + before + " more)");
    }
  }

  /** How many were passed over since the last that was told; -1 if this one is too. */
  private synchronized long due(String what) {
    Instant now = clock.instant();
    Told last = told.remove(what);
    if (last != null && now.isBefore(last.at().plus(QUIET))) {
      told.put(what, new Told(last.at(), last.since() + 1));
      return -1;
    }
    if (told.size() >= REMEMBERED) {
      told.remove(told.keySet().iterator().next());
    }
    told.put(what, new Told(now, 0));
    return last == null ? 0 : last.since();
  }
}
