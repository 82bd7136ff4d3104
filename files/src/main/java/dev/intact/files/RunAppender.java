package dev.intact.files;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.RunEntry;
import dev.intact.files.scan.RunWriter;
import dev.intact.json.JsonObject;
import dev.intact.log.LogException;

/**
 * Appends states to a set's log, many to a record. They count for nothing until the record that
 * names them is there. Not thread-safe; nobody else appends to the log meanwhile.
 */
final class RunAppender {

  static final String TYPE = "file_states";
  static final String FORMAT = "intact-files/v1";

  private final PieceAppender pieces;
  private final RunWriter piece = new RunWriter();
  private long entries;

  RunAppender(PieceAppender pieces) {
    this.pieces = pieces;
  }

  void add(RunEntry entry) throws LogException, InterruptedException {
    entries++;
    if (piece.add(entry)) {
      append();
    }
  }

  long entries() {
    return entries;
  }

  private void append() throws LogException, InterruptedException {
    JsonObject.Builder record =
        JsonObject.builder()
            .put("event_type", TYPE)
            .put("format", FORMAT)
            .put("entries", piece.count());
    ByteString bytes = piece.take();
    pieces.append(record, "states", bytes);
  }

  /** Appends what is left and waits until all of it is durable. */
  RunRef finish() throws LogException, InterruptedException {
    if (piece.count() > 0) {
      append();
    }
    return pieces.finish();
  }
}
