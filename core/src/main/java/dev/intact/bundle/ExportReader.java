package dev.intact.bundle;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads an export record by record, in bounded memory. Not thread-safe. */
public final class ExportReader {

  private static final int MAX_HEADER = 1 << 20;
  private static final int MAX_RECORD = 65_535;

  private final InputStream in;
  private final ExportHeader header;
  private long next;
  private long line = 2;

  /**
   * Reads an export's header.
   *
   * @param in the file; not closed
   * @throws ExportFormatException if it is no export
   * @throws IOException if it cannot be read
   */
  public ExportReader(InputStream in) throws IOException {
    this.in = in instanceof BufferedInputStream ? in : new BufferedInputStream(in, 1 << 16);
    byte[] magic = line(1, ExportHeader.MAGIC.length());
    if (!new String(magic, StandardCharsets.ISO_8859_1).equals(ExportHeader.MAGIC)) {
      throw new ExportFormatException(1, "the file is not an " + ExportHeader.MAGIC);
    }
    this.header = ExportHeader.parse(line(2, MAX_HEADER));
    this.next = header.proof().begin();
  }

  /**
   * What the export says of itself.
   *
   * @return the header, untrusted
   */
  public ExportHeader header() {
    return header;
  }

  /**
   * The next record.
   *
   * @return its bytes, or empty behind the last
   * @throws ExportFormatException if the file ends early or goes on behind the last
   * @throws IOException if it cannot be read
   */
  public Optional<byte[]> next() throws IOException {
    if (next == header.proof().end()) {
      if (in.read() >= 0) {
        throw new ExportFormatException(line + 1, "something stands behind the last record");
      }
      return Optional.empty();
    }
    line++;
    next++;
    return Optional.of(line(line, MAX_RECORD));
  }

  private byte[] line(long number, int max) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    int b = in.read();
    while (b >= 0 && b != '\n') {
      if (bytes.size() == max) {
        throw new ExportFormatException(number, "longer than " + max + " bytes");
      }
      bytes.write(b);
      b = in.read();
    }
    if (b < 0) {
      throw new ExportFormatException(number, "the file ends here; it was cut short");
    }
    return bytes.toByteArray();
  }
}
