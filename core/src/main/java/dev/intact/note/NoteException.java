package dev.intact.note;

/** A note, checkpoint, cosignature or proof is refused; says by which fault. */
public final class NoteException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Fault {
    /** Not the format. */
    MALFORMED,
    /** No signature is by a key that is trusted. */
    NO_TRUSTED_SIGNATURE,
    /** A signature claims a trusted key and does not verify. */
    INVALID_SIGNATURE,
    /** Well formed and signed, but about another log. */
    WRONG_ORIGIN
  }

  private final Fault fault;

  NoteException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  /**
   * Why.
   *
   * @return the kind of fault
   */
  public Fault fault() {
    return fault;
  }

  static NoteException malformed(String message) {
    return new NoteException(Fault.MALFORMED, message);
  }
}
