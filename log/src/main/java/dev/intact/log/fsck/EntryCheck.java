package dev.intact.log.fsck;

import dev.intact.finding.Finding;
import java.util.function.Consumer;

/**
 * Looks at the content of entries while a log is verified. Each is used for one bundle, by one
 * thread; bundles come in any order.
 */
@FunctionalInterface
public interface EntryCheck {

  /** Looks at nothing. */
  EntryCheck NONE = (index, sound, bundle, offset, length, found) -> {};

  /**
   * Looks at one entry.
   *
   * @param index its index in the log
   * @param sound whether its bytes are those that were committed to; if not, that is reported
   *     already
   * @param bundle the bytes that hold it
   * @param offset where it begins
   * @param length its bytes
   * @param found takes what does not agree
   */
  void entry(
      long index, boolean sound, byte[] bundle, int offset, int length, Consumer<Finding> found);
}
