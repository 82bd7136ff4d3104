package dev.intact.monitor;

/** A configuration that cannot be used; the message says where and why. */
public final class ConfigRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  ConfigRefusedException(String message) {
    super(message);
  }
}
