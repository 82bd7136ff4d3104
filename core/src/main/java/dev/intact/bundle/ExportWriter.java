package dev.intact.bundle;

import dev.intact.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes an export: a line {@code intact-export/v1}, a line with the header as canonical JSON, then
 * a line a record, which is the leaf's bytes. Canonical JSON has no newline in it. Not thread-safe;
 * holds nothing.
 */
public final class ExportWriter {

  private final OutputStream out;
  private final long expected;
  private long written;

  /**
   * Begins an export.
   *
   * @param out where to; not closed
   * @param header what follows
   * @throws IOException if it cannot be written
   */
  public ExportWriter(OutputStream out, ExportHeader header) throws IOException {
    this.out = out;
    this.expected = header.proof().end() - header.proof().begin();
    out.write((ExportHeader.MAGIC + "\n").getBytes(StandardCharsets.US_ASCII));
    out.write(Json.canonical(header.toJson()));
    out.write('\n');
  }

  /**
   * Writes the next record.
   *
   * @param leaf its bytes, canonical JSON
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException if a newline is in it
   */
  public void record(byte[] leaf) throws IOException {
    for (byte b : leaf) {
      if (b == '\n') {
        throw new IllegalArgumentException("an exported record is one line of canonical JSON");
      }
    }
    out.write(leaf);
    out.write('\n');
    written++;
  }

  /**
   * Ends the export.
   *
   * @throws IOException if it cannot be flushed
   * @throws IllegalStateException if not all records of the header were written
   */
  public void finish() throws IOException {
    if (written != expected) {
      throw new IllegalStateException(
          "the header says " + expected + " records, " + written + " were written");
    }
    out.flush();
  }
}
