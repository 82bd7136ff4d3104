package dev.intact.log.sign;

import dev.intact.finding.Verdict;

/**
 * The signer refuses: what it is asked to sign contradicts what it signed before, or its own state
 * is not sound.
 */
public final class SignerException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Verdict verdict;

  SignerException(Verdict verdict, String message) {
    super(message);
    this.verdict = verdict;
  }

  SignerException(Verdict verdict, String message, Throwable cause) {
    super(message, cause);
    this.verdict = verdict;
  }

  /**
   * What the refusal means for the log.
   *
   * @return ROLLED_BACK, FORKED or UNVERIFIABLE
   */
  public Verdict verdict() {
    return verdict;
  }
}
