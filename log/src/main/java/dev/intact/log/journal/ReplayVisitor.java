package dev.intact.log.journal;

import java.io.IOException;

/** Sees what the journal holds when it is opened, in the order in which it was committed. */
public interface ReplayVisitor {

  /**
   * A log was registered.
   *
   * @param number its number
   * @param name its name
   * @throws IOException if that contradicts what is known; the opening fails with it
   */
  void log(int number, String name) throws IOException;

  /**
   * A record was committed.
   *
   * @param lsn its batch
   * @param log its log's number
   * @param index its index in the log
   * @param bytes its bytes
   * @param position where the journal holds it
   * @throws IOException if that contradicts what is known; the opening fails with it
   */
  void record(long lsn, int log, long index, byte[] bytes, JournalPosition position)
      throws IOException;
}
