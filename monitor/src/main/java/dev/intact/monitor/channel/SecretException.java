package dev.intact.monitor.channel;

/**
 * A secret is not where it should be. The message says where that is, and nothing of the secret.
 */
public final class SecretException extends Exception {

  private static final long serialVersionUID = 1L;

  SecretException(String message) {
    super(message);
  }
}
