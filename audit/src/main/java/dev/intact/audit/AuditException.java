package dev.intact.audit;

/** A request about a trail cannot be met; says what was wrong and where. */
public final class AuditException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Of which kind. */
  public enum Kind {
    /** The record, name or parameter is malformed. */
    INVALID,
    /** There is no such trail or record. */
    NOT_FOUND,
    /** The id is in the trail with other contents. */
    CONFLICT,
    /** The queue is full; try again. */
    OVERLOADED,
    /** The trail contradicts what was signed and takes no records. */
    REFUSED,
    /** Storage failed. */
    FAILED
  }

  private final Kind kind;

  AuditException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  AuditException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /**
   * Of which kind.
   *
   * @return for the status or exit code
   */
  public Kind kind() {
    return kind;
  }
}
