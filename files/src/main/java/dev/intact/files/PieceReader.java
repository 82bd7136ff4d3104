package dev.intact.files;

import dev.intact.json.CanonicalScanner;
import dev.intact.json.CanonicalScanner.Span;
import dev.intact.log.LogException;
import dev.intact.log.ProvenEntries;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Reads what a {@link PieceAppender} wrote; each record is proven before it is used. */
final class PieceReader {

  private final ProvenEntries proven;
  private final String type;
  private final String format;
  private final String member;
  private final long end;
  private long at;

  PieceReader(ProvenEntries proven, RunRef run, String type, String format, String member) {
    this.proven = proven;
    this.type = type;
    this.format = format;
    this.member = member;
    this.at = run.first();
    this.end = run.first() + run.records();
  }

  /** Index of the record that was read last. */
  long index() {
    return at - 1;
  }

  /** The next piece, or empty at the end. */
  Optional<byte[]> next() throws IOException {
    if (at == end) {
      return Optional.empty();
    }
    try {
      byte[] piece = piece(at, proven.entry(at));
      at++;
      return Optional.of(piece);
    } catch (LogException e) {
      throw new RunException(e);
    }
  }

  private byte[] piece(long index, byte[] record) throws IOException {
    String foundType = CanonicalScanner.string(record, "event_type").orElse("none");
    String foundFormat = CanonicalScanner.string(record, "format").orElse("none");
    Optional<Span> piece = CanonicalScanner.member(record, member);
    if (!foundType.equals(type)
        || !foundFormat.equals(format)
        || piece.isEmpty()
        || piece.get().length() < 2) {
      throw new IOException(
          "record "
              + index
              + " should be "
              + type
              + " "
              + format
              + " and is of type "
              + foundType
              + " "
              + foundFormat);
    }
    int from = piece.get().start() + 1;
    int to = piece.get().end() - 1;
    try {
      return Base64.getDecoder().decode(Arrays.copyOfRange(record, from, to));
    } catch (IllegalArgumentException e) {
      throw new IOException("record " + index + " holds no " + member + ": " + e.getMessage(), e);
    }
  }

  /** All pieces, one behind the other. */
  InputStream stream() {
    return new InputStream() {
      private byte[] piece = {};
      private int position;

      private boolean fill() throws IOException {
        while (position == piece.length) {
          Optional<byte[]> next = next();
          if (next.isEmpty()) {
            return false;
          }
          piece = next.get();
          position = 0;
        }
        return true;
      }

      @Override
      public int read() throws IOException {
        return fill() ? piece[position++] & 0xff : -1;
      }

      @Override
      public int read(byte[] target, int from, int length) throws IOException {
        if (length == 0) {
          return 0;
        }
        if (!fill()) {
          return -1;
        }
        int most = Math.min(length, piece.length - position);
        System.arraycopy(piece, position, target, from, most);
        position += most;
        return most;
      }
    };
  }
}
