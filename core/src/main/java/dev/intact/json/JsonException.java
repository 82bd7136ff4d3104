package dev.intact.json;

/** A document is not JSON as this product takes it; says why and where. */
public final class JsonException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Why a document is refused. */
  public enum Reason {
    /** Not the grammar of RFC 8259. */
    SYNTAX,
    /** It ends too early. */
    TRUNCATED,
    /** Something stands behind the value. */
    TRAILING,
    /** Two members of an object have the same name. */
    DUPLICATE_KEY,
    /** The bytes are not UTF-8, or begin with a byte order mark. */
    INVALID_UTF8,
    /** An escape names half of a surrogate pair. */
    LONE_SURROGATE,
    /** A control character stands unescaped in a string. */
    CONTROL_CHARACTER,
    /** A number that another number's canonical form would stand for. */
    NUMBER_LOSES_INFORMATION,
    /** A number beyond the finite doubles. */
    NUMBER_TOO_LARGE,
    /** More bytes than the limit. */
    TOO_LARGE,
    /** Deeper than the limit. */
    TOO_DEEP,
    /** More members than the limit. */
    TOO_MANY_MEMBERS
  }

  private final Reason reason;
  private final int offset;
  private final int line;
  private final int column;
  private final String pointer;

  JsonException(Reason reason, String detail, int offset, int line, int column, String pointer) {
    super(
        detail
            + " at line "
            + line
            + ", column "
            + column
            + " (byte "
            + offset
            + ")"
            + (pointer.isEmpty() ? "" : ", in " + pointer));
    this.reason = reason;
    this.offset = offset;
    this.line = line;
    this.column = column;
    this.pointer = pointer;
  }

  /**
   * Why.
   *
   * @return the kind of fault
   */
  public Reason reason() {
    return reason;
  }

  /**
   * Where, in bytes.
   *
   * @return offset from the document's first byte
   */
  public int offset() {
    return offset;
  }

  /**
   * The line.
   *
   * @return from 1
   */
  public int line() {
    return line;
  }

  /**
   * The column, in bytes.
   *
   * @return from 1
   */
  public int column() {
    return column;
  }

  /**
   * The member that was being read.
   *
   * @return a JSON pointer (RFC 6901), empty for the document itself
   */
  public String pointer() {
    return pointer;
  }
}
