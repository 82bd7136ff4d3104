package dev.intact.log.fault;

/**
 * A call of storage, told from all others of a run.
 *
 * @param kind the method
 * @param path the file, with {@code store/} or {@code signer/} before it
 * @param occurrence the how-manieth of this kind on this file, from 0
 */
public record Call(String kind, String path, int occurrence) {

  /**
   * Whether it is meant to change something.
   *
   * @return false if it only reads
   */
  public boolean changes() {
    return switch (kind) {
      case "read", "exists", "list", "open", "size", "readAt", "close" -> false;
      default -> true;
    };
  }

  @Override
  public String toString() {
    return kind + " " + path + " #" + occurrence;
  }
}
