package dev.intact.audit;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.log.LogRefusedException;
import dev.intact.log.OverloadedException;
import dev.intact.log.TamperedException;
import java.util.Optional;

/** An operation on an audit trail that is refused or failed; the message says what and where. */
public final class AuditException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What kind of failure; decides the exit code and the HTTP status. */
  public enum Kind {
    /** The record or request is malformed. */
    INVALID,
    /** No such trail or record. */
    NOT_FOUND,
    /** The id is there with other contents. */
    CONFLICT,
    /** The queue is full; try again later. */
    OVERLOADED,
    /** What is stored contradicts what was signed, or that could not be established. */
    REFUSED,
    /** Storage failed. */
    FAILED
  }

  private final Kind kind;
  private final transient Optional<Finding> finding;

  AuditException(Kind kind, String message) {
    super(message);
    this.kind = kind;
    this.finding = Optional.empty();
  }

  AuditException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.finding =
        switch (cause) {
          case TamperedException t -> Optional.of(t.finding());
          case LogRefusedException r -> Optional.of(Finding.of(r.verdict(), r.log(), message));
          default -> Optional.empty();
        };
  }

  /** The answer would have been of something that is not intact. */
  AuditException(Finding finding) {
    super(finding.verdict() + ": " + finding.detail());
    this.kind = Kind.REFUSED;
    this.finding = Optional.of(finding);
  }

  /**
   * What a failure of the log means to who asked the trail.
   *
   * @param e the failure
   * @return its kind and its message
   */
  public static AuditException of(Exception e) {
    Kind kind =
        switch (e) {
          case LogRefusedException refused -> Kind.REFUSED;
          case TamperedException tampered -> Kind.REFUSED;
          case OverloadedException overloaded -> Kind.OVERLOADED;
          default -> Kind.FAILED;
        };
    return new AuditException(kind, String.valueOf(e.getMessage()), e);
  }

  /**
   * What kind of failure.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * What is not intact, for {@link Kind#REFUSED}.
   *
   * @return with its verdict, and the record where it is known
   */
  public Optional<Finding> finding() {
    return finding;
  }

  /**
   * How grave it is, for {@link Kind#REFUSED}.
   *
   * @return never a good verdict; UNVERIFIABLE if nothing more is known
   */
  public Verdict verdict() {
    return finding.map(Finding::verdict).orElse(Verdict.UNVERIFIABLE);
  }
}
