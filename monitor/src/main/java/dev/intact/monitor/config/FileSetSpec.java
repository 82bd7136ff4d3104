package dev.intact.monitor.config;

import java.util.List;
import java.util.Optional;

/**
 * A set of files that a configuration declares. What its texts mean knows who checks files.
 *
 * @param name the set's name
 * @param paths what is looked at
 * @param preset what must stay as it is
 * @param rules where something else must stay; the first that matches a path counts
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
    List<Rule> rules,
    List<String> include,
    List<String> exclude,
    boolean crossMounts,
    long bytesPerSecond,
    boolean idle) {

  /**
   * Another preset for some paths.
   *
   * @param match a pattern of which
   * @param preset what must stay of them
   */
  public record Rule(String match, String preset) {}

  /** Copies. */
  public FileSetSpec {
    paths = List.copyOf(paths);
    rules = List.copyOf(rules);
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }
}
