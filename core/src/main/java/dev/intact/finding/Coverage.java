package dev.intact.finding;

/**
 * How much of what should be checked was checked.
 *
 * @param checked how many were read and recomputed
 * @param expected how many there are
 */
public record Coverage(long checked, long expected) {

  /** Checks the range. */
  public Coverage {
    if (checked < 0 || expected < 0) {
      throw new IllegalArgumentException("coverage cannot be negative");
    }
  }

  /**
   * The share that was checked.
   *
   * @return 0 to 1; 1 if there was nothing to check
   */
  public double ratio() {
    return expected == 0 ? 1 : Math.min(1, (double) checked / expected);
  }

  /**
   * Whether nothing was left out.
   *
   * @return true if as many were checked as there are
   */
  public boolean isComplete() {
    return checked >= expected;
  }
}
