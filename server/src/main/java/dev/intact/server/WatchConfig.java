package dev.intact.server;

import dev.intact.monitor.ConfigSource;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.Map;

/**
 * What monitoring is started with.
 *
 * @param source where its configuration is
 * @param environment where secrets may be
 * @param console where alerts are printed
 * @param host this machine's name in messages, if the configuration has no other
 * @param zone of the daily report, if the configuration has no other
 */
public record WatchConfig(
    ConfigSource source,
    Map<String, String> environment,
    PrintStream console,
    String host,
    ZoneId zone) {

  /** Copies. */
  public WatchConfig {
    environment = Map.copyOf(environment);
  }
}
