package dev.intact.monitor.channel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How requests are sent.
 *
 * @param timeout until the whole answer is there
 * @param publicOnly whether hosts in private, local and reserved networks are refused
 * @param caFile PEM file of the authorities to trust instead of the JDK's
 */
public record HttpOptions(Duration timeout, boolean publicOnly, Optional<Path> caFile) {

  /** Fifteen seconds, any host, the JDK's authorities. */
  public static final HttpOptions DEFAULT =
      new HttpOptions(Duration.ofSeconds(15), false, Optional.empty());
}
