package dev.intact.files;

import dev.intact.files.scan.RunEntry;
import dev.intact.files.scan.RunPiece;
import dev.intact.files.scan.StateFormatException;
import dev.intact.log.ProvenEntries;
import java.io.IOException;
import java.util.Optional;

/** Reads the states of a run one after the other; each record is proven before it is used. */
final class RunReader {

  private final PieceReader pieces;
  private RunPiece piece = new RunPiece(new byte[0]);

  RunReader(ProvenEntries proven, RunRef run) {
    this.pieces = new PieceReader(proven, run, RunAppender.TYPE, RunAppender.FORMAT, "states");
  }

  /** The next entry, or empty at the end. */
  Optional<RunEntry> next() throws IOException {
    try {
      while (true) {
        Optional<RunEntry> next = piece.next();
        if (next.isPresent()) {
          return next;
        }
        Optional<byte[]> bytes = pieces.next();
        if (bytes.isEmpty()) {
          return Optional.empty();
        }
        piece = new RunPiece(bytes.get());
      }
    } catch (StateFormatException e) {
      throw new IOException("record " + pieces.index() + ": " + e.getMessage(), e);
    }
  }
}
