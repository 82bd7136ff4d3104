package dev.intact.e2e.attack;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One way to tamper with a data directory, and what must be found of it.
 *
 * @param name as in docs/attacks.md
 * @param act what the attacker does
 * @param running what the integrity check of the trail says when the server runs on
 * @param restarted what it says when the server is stopped before and started after
 * @param fsck what {@code log fsck} says with the trail's key
 * @param offline what the offline verifier says of the checkpoint at rest, with one kept from
 *     before
 * @param record the record that must be named with both hashes, if it can be
 * @param scope what else must be found damaged
 * @param ownLog the log of the installation that is asked about instead of the trail, if any
 */
record Attack(
    String name,
    Act act,
    String running,
    String restarted,
    String fsck,
    String offline,
    OptionalInt record,
    Scope scope,
    Optional<String> ownLog) {

  /** Nothing is damaged, or not found. */
  static final String OK = "OK";

  /** The store refuses to open and says why. */
  static final String CLOSED = "does not open";

  /** Takes effect at a start alone: nothing is asked of a running server. */
  static final String STOPPED = "read at a start";

  /** What the attacker does. */
  @FunctionalInterface
  interface Act {
    void on(Site site) throws Exception;
  }

  /** How far the damage reaches. */
  enum Scope {
    /** Other trails stay OK. */
    TRAIL,
    /** All trails. */
    ALL
  }

  static Attack of(
      String name, String running, String restarted, String fsck, String offline, Act act) {
    return new Attack(
        name,
        act,
        running,
        restarted,
        fsck,
        offline,
        OptionalInt.empty(),
        Scope.TRAIL,
        Optional.empty());
  }

  /**
   * The same where what a verification says is asked of a log that belongs to no trail; of the
   * trails, all stay OK.
   */
  Attack onOwnLog(String log) {
    return new Attack(
        name, act, running, restarted, fsck, offline, record, scope, Optional.of(log));
  }

  /** The same where the record must be named. */
  Attack naming(int index) {
    return new Attack(
        name, act, running, restarted, fsck, offline, OptionalInt.of(index), scope, ownLog);
  }

  /** The same where other trails are hit too. */
  Attack everywhere() {
    return new Attack(name, act, running, restarted, fsck, offline, record, Scope.ALL, ownLog);
  }

  @Override
  public String toString() {
    return name;
  }
}
