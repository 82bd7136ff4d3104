package dev.intact.json;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * ECMAScript's Number-to-String (ECMA-262 section 6.1.6.1.20), over the shortest digits of {@link
 * Double#toString}.
 *
 * <p>That prints at least two digits, so that among the subnormals {@code 4.9E-324} stands for
 * {@code 5e-324}: where two digits are given, one is tried and kept if it reads back as the same
 * double.
 */
final class EcmaNumbers {

  private static final int MAX_PLAIN = 21;
  private static final int MIN_PLAIN = -6;

  private EcmaNumbers() {}

  static String text(double value) {
    if (value == 0) {
      return "0";
    }
    if (value == Math.rint(value) && Math.abs(value) <= JsonNumber.MAX_INTEGER) {
      return Long.toString((long) value);
    }
    return value < 0 ? "-" + positive(-value) : positive(value);
  }

  private static String positive(double value) {
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (decimal.precision() == 2) {
      BigDecimal shorter = decimal.round(new java.math.MathContext(1, RoundingMode.HALF_UP));
      if (shorter.doubleValue() == value) {
        decimal = shorter.stripTrailingZeros();
      }
    }
    String digits = decimal.unscaledValue().toString();
    int k = digits.length();
    int n = k - decimal.scale();
    if (k <= n && n <= MAX_PLAIN) {
      return digits + "0".repeat(n - k);
    }
    if (0 < n && n <= MAX_PLAIN) {
      return digits.substring(0, n) + "." + digits.substring(n);
    }
    if (MIN_PLAIN < n && n <= 0) {
      return "0." + "0".repeat(-n) + digits;
    }
    String mantissa = k == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return String.format(Locale.ROOT, "%se%s%d", mantissa, n > 0 ? "+" : "-", Math.abs(n - 1));
  }
}
