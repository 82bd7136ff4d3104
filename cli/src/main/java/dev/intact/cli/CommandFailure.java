package dev.intact.cli;

import java.io.IOException;

/** A command cannot be done, with the exit code that says why. */
final class CommandFailure extends IOException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  static CommandFailure of(int status, String title, String detail) {
    int code =
        switch (status) {
          case 409 -> title.equals("Integrity Violation") ? 1 : 2;
          case 400, 401, 403, 404, 405, 413, 415 -> 2;
          default -> 3;
        };
    return new CommandFailure(code, detail + " (status " + status + " of the server)");
  }

  int exitCode() {
    return exitCode;
  }
}
