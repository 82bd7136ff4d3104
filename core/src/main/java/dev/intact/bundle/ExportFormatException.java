package dev.intact.bundle;

import java.io.IOException;

/** A file is not an export, or is cut short; says in which line. */
public final class ExportFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  ExportFormatException(long line, String message) {
    super("line " + line + ": " + message);
  }
}
