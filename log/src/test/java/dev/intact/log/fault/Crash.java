package dev.intact.log.fault;

/** What is left of that which was not made durable. */
public enum Crash {
  /** The process died, the system lives: everything is still readable, and still not durable. */
  KEPT,
  /** Power cut, and nothing had been written ahead. */
  LOST,
  /** Power cut; of files some sectors, of names some changes had been written ahead. */
  TORN
}
