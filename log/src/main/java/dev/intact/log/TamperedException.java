package dev.intact.log;

import dev.intact.finding.Finding;

/** What is stored does not lead to what was signed, or that could not be established. */
public final class TamperedException extends LogException {

  private static final long serialVersionUID = 1L;

  private final transient Finding finding;

  TamperedException(Finding finding) {
    super(finding.verdict() + ": " + finding.detail());
    this.finding = finding;
  }

  /**
   * What does not agree.
   *
   * @return its verdict is never a good one
   */
  public Finding finding() {
    return finding;
  }
}
