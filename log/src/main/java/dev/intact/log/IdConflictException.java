package dev.intact.log;

/**
 * The id is in the log already, with other bytes. Nothing was written; the submission is refused.
 */
public final class IdConflictException extends LogException {

  private static final long serialVersionUID = 1L;

  private final String id;
  private final long existingIndex;

  IdConflictException(String log, String id, long existingIndex) {
    super("log " + log + " has a different record with id " + id + " at index " + existingIndex);
    this.id = id;
    this.existingIndex = existingIndex;
  }

  /**
   * The id that was used twice.
   *
   * @return the id
   */
  public String id() {
    return id;
  }

  /**
   * Where the first record with this id lies.
   *
   * @return an index of the log
   */
  public long existingIndex() {
    return existingIndex;
  }
}
