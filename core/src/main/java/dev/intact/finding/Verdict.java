package dev.intact.finding;

/**
 * What a check has found; never a mere yes or no. Of several of one exit code the earlier is the
 * graver.
 */
public enum Verdict {
  /** Everything was read, recomputed, and agrees with what was signed. */
  OK(0, Severity.INFO),
  /** The store shows an older state than one that was signed. */
  ROLLED_BACK(1, Severity.CRITICAL),
  /** Two signed or claimed histories contradict each other. */
  FORKED(1, Severity.CRITICAL),
  /** Stored bytes are not those that were committed to. */
  CONTENT_TAMPERED(1, Severity.CRITICAL),
  /** Something that was committed to is not there. */
  MISSING(1, Severity.CRITICAL),
  /** Something is there that was never committed to. */
  ADDED(1, Severity.HIGH),
  /** The same content under another name. */
  MOVED(1, Severity.MEDIUM),
  /** The content is as committed to; owner, rights, times or other attributes are not. */
  ATTRIBUTES_CHANGED(1, Severity.MEDIUM),
  /** Not there any more, lawfully: a retention act in the log says so. */
  EXPIRED(0, Severity.INFO),
  /** A record claims a time outside the checkpoints that enclose it. */
  BACKDATED(1, Severity.HIGH),
  /** An event was recorded later after it happened than the trail's policy allows. */
  LATE(1, Severity.MEDIUM),
  /** Records are not in the order in which they were committed. */
  REORDERED(1, Severity.CRITICAL),
  /** A view disagrees with the log it is derived from. */
  VIEW_TAMPERED(1, Severity.HIGH),
  /**
   * One id was submitted with different contents and the later one was refused; or one id stands at
   * two places of a log.
   */
  CONFLICT(1, Severity.MEDIUM),
  /** It changed while it was read, again and again: no hash of it would mean anything. */
  UNSTABLE(3, Severity.HIGH),
  /** Less was looked at than should be: a limit, a lost event, a rule that covers less. */
  COVERAGE_LOST(3, Severity.HIGH),
  /** Nothing contradicts, but what was shown is older than it should be. */
  STALE(3, Severity.MEDIUM),
  /**
   * It could not be established: unreadable, no key, no signature, timed out. Never as good as OK.
   */
  UNVERIFIABLE(3, Severity.HIGH);

  private final int exitCode;
  private final Severity severity;

  Verdict(int exitCode, Severity severity) {
    this.exitCode = exitCode;
    this.severity = severity;
  }

  /**
   * The exit code of a command that ends with this verdict.
   *
   * @return 0 intact, 1 integrity violation, 3 could not be established
   */
  public int exitCode() {
    return exitCode;
  }

  /**
   * How grave it is, unless a finding says otherwise.
   *
   * @return the default severity
   */
  public Severity severity() {
    return severity;
  }

  /**
   * Whether it counts as good.
   *
   * @return true for OK and EXPIRED only
   */
  public boolean isGood() {
    return exitCode == 0;
  }
}
