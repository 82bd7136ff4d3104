package dev.intact.log;

import dev.intact.finding.Verdict;

/**
 * The log at rest contradicts what was signed, so nothing may be appended to it: fail secure.
 * Reading and verifying it still works.
 */
public final class LogRefusedException extends LogException {

  private static final long serialVersionUID = 1L;

  private final String log;
  private final Verdict verdict;

  LogRefusedException(String log, Verdict verdict, String detail) {
    super("log " + log + " is refused: " + verdict + ": " + detail);
    this.log = log;
    this.verdict = verdict;
  }

  /**
   * Why.
   *
   * @return the verdict over the log as it was found
   */
  public Verdict verdict() {
    return verdict;
  }

  /**
   * Which log.
   *
   * @return its name
   */
  public String log() {
    return log;
  }
}
