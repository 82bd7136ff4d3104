package dev.intact.monitor;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the configuration is.
 *
 * @param file the YAML file; the defaults alone are in force without one
 * @param optional whether the defaults are in force until the file is there
 */
public record ConfigSource(Optional<Path> file, boolean optional) {

  /** No file. */
  public static final ConfigSource NONE = new ConfigSource(Optional.empty(), true);

  /**
   * A file that somebody named: it must be there.
   *
   * @param file the file
   * @return the source
   */
  public static ConfigSource of(Path file) {
    return new ConfigSource(Optional.of(file), false);
  }

  /**
   * A file that is looked for and may be missing.
   *
   * @param file the file
   * @return the source
   */
  public static ConfigSource ifPresent(Path file) {
    return new ConfigSource(Optional.of(file), true);
  }
}
