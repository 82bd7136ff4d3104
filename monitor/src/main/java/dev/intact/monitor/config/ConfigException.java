package dev.intact.monitor.config;

/**
 * A configuration that is refused. The message says where and what to do, and repeats no value of a
 * secret.
 */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  ConfigException(String message) {
    super(message);
  }
}
