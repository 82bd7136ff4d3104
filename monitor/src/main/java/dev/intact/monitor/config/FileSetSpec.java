package dev.intact.monitor.config;

import java.util.List;
import java.util.Optional;

/**
 * A set of files that a configuration declares. What its texts mean knows who checks files.
 *
 * @param name the set's name
 * @param paths what is looked at
 * @param preset what must stay as it is
 * @param include patterns
 * @param exclude patterns
 * @param crossMounts whether other file systems are entered
 * @param bytesPerSecond so fast it is read at most; 0 for as fast as it goes
 * @param idle whether the disk is asked to serve all others first
 */
public record FileSetSpec(
    String name,
    List<String> paths,
    Optional<String> preset,
    List<String> include,
    List<String> exclude,
    boolean crossMounts,
    long bytesPerSecond,
    boolean idle) {

  /** Copies. */
  public FileSetSpec {
    paths = List.copyOf(paths);
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }
}
