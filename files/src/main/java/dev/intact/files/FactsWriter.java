package dev.intact.files;

import dev.intact.files.scan.ByteString;
import dev.intact.json.JsonObject;
import dev.intact.log.LogException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Puts what a source of explanations remembers into a set's log: gzip, cut into pieces. Not
 * thread-safe.
 */
final class FactsWriter {

  static final String TYPE = "file_facts";
  static final String FORMAT = "intact-files-facts/v1";

  private static final int PIECE_BYTES = 40 << 10;

  private FactsWriter() {}

  /** Something that is written. */
  interface Content {
    void writeTo(OutputStream out) throws IOException, InterruptedException;
  }

  /** Writes; of nothing there is not even a record. */
  static RunRef write(PieceAppender pieces, String source, Content content)
      throws IOException, LogException, InterruptedException {
    Pieces out = new Pieces(pieces, source);
    try (OutputStream zipped = new Lazy(out)) {
      content.writeTo(zipped);
    } catch (RunException e) {
      if (e.known() instanceof LogException known) {
        throw known;
      }
      throw e;
    }
    out.flushPiece();
    return pieces.finish();
  }

  /** Writes no header of gzip before there is something in it. */
  private static final class Lazy extends OutputStream {
    private final OutputStream out;
    private OutputStream zipped = OutputStream.nullOutputStream();
    private boolean begun;

    Lazy(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (!begun && length > 0) {
        zipped = new GZIPOutputStream(out, 8192);
        begun = true;
      }
      zipped.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      zipped.close();
    }
  }

  private static final class Pieces extends OutputStream {
    private final PieceAppender pieces;
    private final String source;
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream();

    Pieces(PieceAppender pieces, String source) {
      this.pieces = pieces;
      this.source = source;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int at = from;
      while (at < from + length) {
        int more = Math.min(PIECE_BYTES - piece.size(), from + length - at);
        piece.write(bytes, at, more);
        at += more;
        if (piece.size() == PIECE_BYTES) {
          flushPiece();
        }
      }
    }

    void flushPiece() throws IOException {
      if (piece.size() == 0) {
        return;
      }
      JsonObject.Builder record =
          JsonObject.builder().put("event_type", TYPE).put("format", FORMAT).put("source", source);
      try {
        pieces.append(record, "facts", ByteString.of(piece.toByteArray()));
      } catch (LogException e) {
        throw new RunException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while facts were recorded");
      }
      piece.reset();
    }
  }
}
