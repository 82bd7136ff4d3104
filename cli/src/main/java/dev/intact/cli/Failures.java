package dev.intact.cli;

import dev.intact.audit.AuditException;
import dev.intact.files.FilesException;
import dev.intact.key.KeyFormatException;
import dev.intact.monitor.ConfigRefusedException;
import dev.intact.note.NoteException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
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
      case FilesException f ->
          switch (f.kind()) {
            case INVALID, NOT_FOUND -> 2;
            case REFUSED -> 1;
            case FAILED -> 3;
          };
      case CommandFailure c -> c.exitCode();
      case ConfigRefusedException c -> 2;
      case KeyFormatException k -> 2;
      case NoteException n -> 2;
      case IllegalArgumentException i -> 2;
      case NoSuchFileException n -> 2;
      case FileAlreadyExistsException f -> 2;
      default -> 3;
    };
  }

  static String message(Exception e) {
    String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return switch (e) {
      case NoSuchFileException n when n.getReason() == null && !text.contains(": ") ->
          "no such file: " + text;
      case AccessDeniedException a -> "not permitted: " + text;
      case FileSystemException f -> text;
      case IOException i -> text;
      case IllegalArgumentException i -> text;
      case RuntimeException r -> "internal error: " + r + " (--verbose shows where)";
      default -> text;
    };
  }
}
