package dev.intact.cli;

import dev.intact.audit.AuditException;
import dev.intact.key.KeyFormatException;
import dev.intact.log.LogStoreException;
import java.nio.file.NoSuchFileException;

/** What an exception means to who called the command. */
final class Failures {

  private Failures() {}

  static int exitCode(Exception e) {
    return switch (e) {
      case AuditException a ->
          switch (a.kind()) {
            case INVALID, NOT_FOUND, CONFLICT -> 2;
            case REFUSED -> 1;
            case OVERLOADED, FAILED -> 3;
          };
      case KeyFormatException k -> 2;
      case dev.intact.note.NoteException n -> 2;
      case IllegalArgumentException i -> 2;
      case NoSuchFileException n -> 2;
      case LogStoreException l -> 3;
      default -> 3;
    };
  }

  static String message(Exception e) {
    return e instanceof NoSuchFileException
        ? "no such file: " + e.getMessage()
        : String.valueOf(e.getMessage());
  }
}
