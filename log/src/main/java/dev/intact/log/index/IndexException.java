package dev.intact.log.index;

import java.io.IOException;

/**
 * The index cannot be used. It is a view: {@code intact index rebuild} makes it anew from the logs.
 */
public final class IndexException extends IOException {

  private static final long serialVersionUID = 1L;

  IndexException(String message) {
    super(message);
  }

  IndexException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
