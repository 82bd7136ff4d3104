package dev.intact.fuzz;

import java.util.Base64;
import java.util.List;

/**
 * One parser under attack.
 *
 * @param name what is parsed
 * @param seeds well-formed input
 * @param tokens pieces of the format
 * @param refusals the exceptions by which it may refuse; no other may escape
 * @param parser parses, and throws an AssertionError where what it took does not read back
 */
record FuzzTarget(
    String name,
    List<byte[]> seeds,
    List<byte[]> tokens,
    List<Class<? extends Exception>> refusals,
    Parser parser) {

  /** Takes any bytes. */
  @FunctionalInterface
  interface Parser {
    void parse(byte[] input) throws Exception;
  }

  /** Whether it took the input; an error names the input, so that it can be repeated. */
  boolean accepts(byte[] input) {
    try {
      parser.parse(input);
      return true;
    } catch (Exception e) {
      if (refusals.stream().noneMatch(r -> r.isInstance(e))) {
        throw failure("lets escape " + e, input, e);
      }
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw failure("refuses without a reason", input, e);
      }
      return false;
    } catch (AssertionError e) {
      throw failure("takes what does not read back: " + e.getMessage(), input, e);
    }
  }

  private AssertionError failure(String what, byte[] input, Throwable cause) {
    String base64 = Base64.getEncoder().encodeToString(input);
    return new AssertionError(name + " " + what + "; input in base64: " + base64, cause);
  }

  @Override
  public String toString() {
    return name;
  }
}
