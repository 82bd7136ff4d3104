package dev.intact.files;

import dev.intact.finding.Verdict;
import dev.intact.log.LogRefusedException;
import dev.intact.log.TamperedException;

/** Something about a set of files is refused or failed; the message says what and where. */
public final class FilesException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What kind of failure; decides the exit code. */
  public enum Kind {
    /** What was asked for is malformed. */
    INVALID,
    /** No such set, or no baseline. */
    NOT_FOUND,
    /** What is recorded contradicts what was signed. */
    REFUSED,
    /** It could not be established. */
    FAILED
  }

  private final Kind kind;

  FilesException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  FilesException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /**
   * Something could not be established.
   *
   * @param message what and where
   * @param cause why
   * @return the failure
   */
  public static FilesException failed(String message, Throwable cause) {
    return new FilesException(Kind.FAILED, message, cause);
  }

  /** What a failure means to who asked. */
  static FilesException of(Exception e) {
    Throwable cause = e instanceof RunException r ? r.known() : e;
    Kind kind =
        switch (cause) {
          case TamperedException t when t.finding().verdict() != Verdict.UNVERIFIABLE ->
              Kind.REFUSED;
          case LogRefusedException r -> Kind.REFUSED;
          default -> Kind.FAILED;
        };
    return new FilesException(kind, String.valueOf(cause.getMessage()), cause);
  }

  /**
   * What kind of failure.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }
}
