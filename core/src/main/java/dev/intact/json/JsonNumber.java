package dev.intact.json;

import java.math.BigDecimal;

/**
 * A number, which is an IEEE 754 double as in RFC 8785.
 *
 * @param value finite
 */
public record JsonNumber(double value) implements JsonValue {

  /** The largest integer up to which every integer is a double: 2^53 - 1. */
  public static final long MAX_INTEGER = (1L << 53) - 1;

  /** Refuses what JSON cannot write; minus zero becomes zero, as RFC 8785 writes it. */
  public JsonNumber {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("JSON has no number " + value);
    }
    value = value == 0 ? 0 : value;
  }

  /**
   * An integer.
   *
   * @param value within plus or minus 2^53 - 1
   * @return the number
   * @throws IllegalArgumentException outside that range
   */
  public static JsonNumber of(long value) {
    if (value > MAX_INTEGER || value < -MAX_INTEGER) {
      throw new IllegalArgumentException(value + " is not within 2^53 - 1; write it as a string");
    }
    return new JsonNumber(value);
  }

  /**
   * Whether it is an integer within plus or minus 2^53 - 1.
   *
   * @return true if {@link #longValue} is exact
   */
  public boolean isInteger() {
    return value == Math.rint(value) && Math.abs(value) <= MAX_INTEGER;
  }

  /**
   * The integer.
   *
   * @return its value
   * @throws ArithmeticException if it is none
   */
  public long longValue() {
    if (!isInteger()) {
      throw new ArithmeticException(text() + " is not an integer within 2^53 - 1");
    }
    return (long) value;
  }

  /**
   * The canonical text (RFC 8785 section 3.2.2.3, ECMAScript's Number-to-String).
   *
   * @return the shortest digits that read back as the same double
   */
  public String text() {
    return EcmaNumbers.text(value);
  }

  /** Whether a lexeme says exactly this number's canonical text, by value. */
  boolean isExactly(String lexeme) {
    return new BigDecimal(lexeme).compareTo(new BigDecimal(text())) == 0;
  }
}
