package dev.intact.audit;

import dev.intact.audit.AuditException.Kind;
import dev.intact.json.JsonObject;
import dev.intact.log.ActLog;
import dev.intact.log.LogException;
import dev.intact.log.LogRefusedException;
import dev.intact.log.LogStore;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * The installation's own log of what concerns no single trail: denials, keys. Its name is {@code
 * ~security}.
 */
public final class SecurityLog {

  static final String NAME = "~security";

  private final ActLog acts;

  /**
   * The security log of a store.
   *
   * @param store where it is kept
   * @param clock the time of ids
   * @param random for ids, cryptographically strong
   */
  public SecurityLog(LogStore store, InstantSource clock, RandomGenerator random) {
    this.acts = new ActLog(store, NAME, clock, random);
  }

  /**
   * Records something; durable when this returns.
   *
   * @param eventType what kind of thing
   * @param actor who
   * @param detail one line
   * @throws AuditException if it cannot be recorded
   */
  public void record(String eventType, String actor, String detail) throws AuditException {
    try {
      acts.record(eventType, actor, JsonObject.builder().put("detail", detail).build());
    } catch (LogException e) {
      throw new AuditException(Kind.FAILED, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuditException(Kind.FAILED, "interrupted while waiting", e);
    }
  }

  /**
   * Records what was found, which may be this very log: one that contradicts what was signed takes
   * nothing, and whoever is told of that must not be kept from it.
   */
  void recordIfSound(String eventType, String actor, String detail) throws AuditException {
    try {
      record(eventType, actor, detail);
    } catch (AuditException e) {
      if (!(e.getCause() instanceof LogRefusedException)) {
        throw e;
      }
      System.getLogger(SecurityLog.class.getName())
          .log(System.Logger.Level.ERROR, eventType + " could not be recorded: " + e.getMessage());
    }
  }
}
