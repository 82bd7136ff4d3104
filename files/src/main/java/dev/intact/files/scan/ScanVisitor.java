package dev.intact.files.scan;

import java.io.IOException;

/** Is shown what a scan saw, in the order of paths, by one thread. */
@FunctionalInterface
public interface ScanVisitor {

  /**
   * Something that was not expected.
   *
   * @param observed what
   * @throws IOException to end the scan
   */
  void observed(Observed observed) throws IOException;

  /**
   * A file that may grow has grown, and is as expected up to where it ended.
   *
   * @param path absolute
   * @param state its state as far as it goes now
   * @throws IOException to end the scan
   */
  default void grown(ByteString path, ByteString state) throws IOException {}
}
