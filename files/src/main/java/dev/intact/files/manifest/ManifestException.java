package dev.intact.files.manifest;

/** A list of files cannot be read; the message names the line. */
public final class ManifestException extends Exception {

  private static final long serialVersionUID = 1L;

  ManifestException(long line, String message) {
    super("line " + line + ": " + message);
  }
}
