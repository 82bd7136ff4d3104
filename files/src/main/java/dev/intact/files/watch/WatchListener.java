package dev.intact.files.watch;

/**
 * Is told what watching finds. Called by one thread of each set; what takes long delays the next.
 */
public interface WatchListener {

  /**
   * Something was found, or is as in force again.
   *
   * @param set the set's name
   * @param report what is known now
   * @throws InterruptedException if the thread was interrupted
   */
  void observed(String set, WatchReport report) throws InterruptedException;

  /**
   * Something that is worth saying and no finding: how the set is watched, that a gap is closed.
   *
   * @param set the set's name
   * @param line one sentence
   */
  void said(String set, String line);

  /**
   * A set cannot be watched; it is tried again.
   *
   * @param set the set's name
   * @param reason why, without secrets
   * @throws InterruptedException if the thread was interrupted
   */
  void failed(String set, String reason) throws InterruptedException;

  /**
   * A set is not watched any more, because nobody wants it.
   *
   * @param set the set's name
   * @throws InterruptedException if the thread was interrupted
   */
  void ended(String set) throws InterruptedException;
}
