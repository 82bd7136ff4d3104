package dev.intact.files;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.RunEntry;
import dev.intact.files.scan.RunWriter;
import dev.intact.json.JsonObject;
import dev.intact.log.LogException;
import java.time.Duration;
import java.util.Optional;

/**
 * Appends states to a set's log, many to a record. They count for nothing until the record that
 * names them is there. Not thread-safe; nobody else appends to the log meanwhile.
 */
final class RunAppender {

  static final String TYPE = "file_states";
  static final String FORMAT = "intact-files/v1";

  /** The member of a piece that says which act began the baseline. */
  static final String BEGUN = "begun";

  /** What was read this long ago is not lost if a baseline is interrupted, large files or not. */
  private static final Duration LONGEST_HELD = Duration.ofSeconds(10);

  private final PieceAppender pieces;
  private final Optional<Long> begun;
  private final RunWriter piece = new RunWriter();
  private long entries;
  private long appendedAt = System.nanoTime();

  /**
   * An appender.
   *
   * @param begun the act that began the baseline, if it is one
   */
  RunAppender(PieceAppender pieces, Optional<Long> begun) {
    this.pieces = pieces;
    this.begun = begun;
  }

  void add(RunEntry entry) throws LogException, InterruptedException {
    entries++;
    if (piece.add(entry) || isLongHeld()) {
      append();
    }
  }

  private boolean isLongHeld() {
    return begun.isPresent() && System.nanoTime() - appendedAt > LONGEST_HELD.toNanos();
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
    begun.ifPresent(act -> record.put(BEGUN, act));
    appendedAt = System.nanoTime();
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
