package dev.intact.json;

/**
 * How much a document may hold, and what its numbers may be.
 *
 * @param maxBytes most bytes of the whole document
 * @param maxDepth most arrays and objects inside each other
 * @param maxMembers most members and elements of the whole document
 * @param numbers which numbers are taken
 */
public record JsonLimits(int maxBytes, int maxDepth, int maxMembers, Numbers numbers) {

  /** Which numbers are taken. */
  public enum Numbers {
    /**
     * Only those that lose nothing: integers within 2^53 - 1, and decimals whose text says exactly
     * the shortest decimal of their double. Amounts that differ can then never have one canonical
     * form.
     */
    EXACT,
    /** Whatever rounds to a finite double, as RFC 8785 alone has it. */
    IEEE754
  }

  /** The product's own: 1 MiB, 64 deep, 100,000 members, exact numbers. */
  public static final JsonLimits STRICT = new JsonLimits(1 << 20, 64, 100_000, Numbers.EXACT);

  /** The same with the numbers of RFC 8785 alone. */
  public static final JsonLimits ECMA = new JsonLimits(1 << 20, 64, 100_000, Numbers.IEEE754);

  /** Checks that there are limits. */
  public JsonLimits {
    if (maxBytes < 1 || maxDepth < 1 || maxDepth > 512 || maxMembers < 1) {
      throw new IllegalArgumentException("limits must be positive, the depth at most 512");
    }
  }

  /**
   * The same for other sizes of document.
   *
   * @param bytes most bytes
   * @return new limits
   */
  public JsonLimits withMaxBytes(int bytes) {
    return new JsonLimits(bytes, maxDepth, maxMembers, numbers);
  }

  /**
   * The same for other depths.
   *
   * @param depth most arrays and objects inside each other, at most 512
   * @return new limits
   */
  public JsonLimits withMaxDepth(int depth) {
    return new JsonLimits(maxBytes, depth, maxMembers, numbers);
  }
}
