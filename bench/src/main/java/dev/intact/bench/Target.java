package dev.intact.bench;

/**
 * What a figure must reach, and whether it did.
 *
 * @param text the requirement
 * @param met whether this run met it
 */
record Target(String text, boolean met) {

  static Target atLeast(double wanted, double measured, String unit) {
    return new Target("≥ " + Figure.number(wanted) + " " + unit, measured >= wanted);
  }

  static Target atMost(double wanted, double measured, String unit) {
    return new Target("≤ " + Figure.number(wanted) + " " + unit, measured <= wanted);
  }

  static Target ratioAtLeast(double wanted, double ratio) {
    return new Target("≥ " + Figure.number(wanted) + " × floor", ratio >= wanted);
  }

  static Target ratioAtMost(double wanted, double ratio) {
    return new Target("≤ " + Figure.number(wanted) + " × floor", ratio <= wanted);
  }
}
