package dev.intact.finding;

/** How grave a finding is. */
public enum Severity {
  /** Worth knowing. */
  INFO,
  /** To be looked at some time. */
  LOW,
  /** To be looked at soon. */
  MEDIUM,
  /** To be looked at today. */
  HIGH,
  /** To be looked at now. */
  CRITICAL
}
