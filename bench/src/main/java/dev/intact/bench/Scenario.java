package dev.intact.bench;

import java.nio.file.Path;
import java.util.List;

/** One thing that is measured. */
interface Scenario {

  /** How {@code --only} names it. */
  String name();

  /**
   * Measures.
   *
   * @param directory an empty directory on the disk that is to be measured
   * @param scale how much
   * @return what came out
   * @throws Exception if it cannot be measured
   */
  List<Figure> run(Path directory, Scale scale) throws Exception;
}
