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
}
