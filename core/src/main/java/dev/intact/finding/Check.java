package dev.intact.finding;

import java.util.function.LongConsumer;

/**
 * Something that can be verified again and again: a trail, a set of files, a table. What watches,
 * alerts and reports knows a capability by this alone.
 */
public interface Check {

  /**
   * The capability.
   *
   * @return one lower-case word, for example {@code audit} or {@code files}
   */
  String kind();

  /**
   * What is verified.
   *
   * @return the name of the trail, set, table; unique within the kind
   */
  String subject();

  /**
   * Verifies it now. Reads everything that it reports on; records its own act where the capability
   * has a log.
   *
   * @param progress told how many more items are done, from any thread
   * @return what was found; what could not be read is among the findings
   * @throws CheckFailedException if nothing could be established; the message says why
   * @throws InterruptedException if the thread was interrupted; nothing was established
   */
  CheckReport run(LongConsumer progress) throws CheckFailedException, InterruptedException;
}
