package dev.intact.files;

import dev.intact.files.scan.RunEntry;
import dev.intact.files.scan.RunPiece;
import dev.intact.files.scan.StateFormatException;
import dev.intact.json.CanonicalScanner;
import dev.intact.json.CanonicalScanner.Span;
import dev.intact.log.LogException;
import dev.intact.log.ProvenEntries;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Reads the states of a run one after the other; each record is proven before it is used. */
final class RunReader {

  private final ProvenEntries proven;
  private final long end;
  private long at;
  private RunPiece piece = new RunPiece(new byte[0]);

  RunReader(ProvenEntries proven, RunRef run) {
    this.proven = proven;
    this.at = run.first();
    this.end = run.first() + run.records();
  }

  /** The next entry, or empty at the end. */
  Optional<RunEntry> next() throws IOException {
    try {
      while (true) {
        Optional<RunEntry> next = piece.next();
        if (next.isPresent()) {
          return next;
        }
        if (at == end) {
          return Optional.empty();
        }
        piece = new RunPiece(states(at, proven.entry(at)));
        at++;
      }
    } catch (LogException e) {
      throw new RunException(e);
    } catch (StateFormatException e) {
      throw new IOException("record " + (at - 1) + ": " + e.getMessage(), e);
    }
  }

  private static byte[] states(long index, byte[] record) throws IOException {
    String type = CanonicalScanner.string(record, "event_type").orElse("none");
    String format = CanonicalScanner.string(record, "format").orElse("none");
    Optional<Span> states = CanonicalScanner.member(record, "states");
    if (!type.equals(RunAppender.TYPE)
        || !format.equals(RunAppender.FORMAT)
        || states.isEmpty()
        || states.get().length() < 2) {
      throw new IOException(
          "record " + index + " should hold file states and is of type " + type + " " + format);
    }
    int from = states.get().start() + 1;
    int to = states.get().end() - 1;
    try {
      return Base64.getDecoder().decode(Arrays.copyOfRange(record, from, to));
    } catch (IllegalArgumentException e) {
      throw new IOException("record " + index + " holds no file states: " + e.getMessage(), e);
    }
  }
}
