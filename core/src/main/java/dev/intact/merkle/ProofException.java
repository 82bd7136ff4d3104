package dev.intact.merkle;

import java.util.Optional;

/** A proof does not hold; says which rule it broke. */
public final class ProofException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What a proof can fail by. */
  public enum Rule {
    /** An index or a size makes no sense: negative, beyond the tree, or in the wrong order. */
    BOUNDS,
    /**
     * The subtree's start is not a multiple of the smallest power of two that is not below its
     * length.
     */
    ALIGNMENT,
    /** The proof has too few or too many hashes for its index and sizes. */
    LENGTH,
    /** The root of the smaller tree does not come out. */
    OLD_ROOT,
    /** The root of the tree does not come out. */
    ROOT
  }

  private final Rule rule;
  private final transient Optional<Hash> expected;
  private final transient Optional<Hash> actual;

  ProofException(Rule rule, String message) {
    super(message);
    this.rule = rule;
    this.expected = Optional.empty();
    this.actual = Optional.empty();
  }

  ProofException(Rule rule, String message, Hash expected, Hash actual) {
    super(message + ": expected " + expected + ", the proof gives " + actual);
    this.rule = rule;
    this.expected = Optional.of(expected);
    this.actual = Optional.of(actual);
  }

  /**
   * The broken rule.
   *
   * @return which one
   */
  public Rule rule() {
    return rule;
  }

  /**
   * The root that was given.
   *
   * @return present where roots were compared
   */
  public Optional<Hash> expected() {
    return expected;
  }

  /**
   * The root that the proof gives.
   *
   * @return present where roots were compared
   */
  public Optional<Hash> actual() {
    return actual;
  }
}
