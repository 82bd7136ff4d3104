package dev.intact.server;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** An answer in pieces; whoever takes it too slowly does not get the rest. One thread at a time. */
final class PacedOutput extends FilterOutputStream {

  /** The client does not take the answer. */
  static final class NotTakenException extends IOException {
    private static final long serialVersionUID = 1L;

    NotTakenException(String message) {
      super(message);
    }

    NotTakenException(IOException cause) {
      super("the client does not take the answer", cause);
    }
  }

  private static final int PIECE = 64 << 10;

  private final Pace pace = new Pace();
  private final byte[] piece = new byte[PIECE];
  private int held;

  PacedOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    if (held == PIECE) {
      send();
    }
    piece[held++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (held == PIECE) {
        send();
      }
      int count = Math.min(end - at, PIECE - held);
      System.arraycopy(bytes, at, piece, held, count);
      held += count;
      at += count;
    }
  }

  private void send() throws IOException {
    long start = System.nanoTime();
    taken(() -> out.write(piece, 0, held));
    if (!pace.add(System.nanoTime() - start, held)) {
      throw new NotTakenException("the answer is taken too slowly, under 1 KiB a second");
    }
    held = 0;
  }

  @Override
  public void flush() throws IOException {
    send();
    taken(out::flush);
  }

  @Override
  public void close() throws IOException {
    send();
    taken(out::close);
  }

  /** A step of the answer that can fail. */
  private interface Step {
    void run() throws IOException;
  }

  private static void taken(Step step) throws IOException {
    try {
      step.run();
    } catch (IOException e) {
      throw new NotTakenException(e);
    }
  }
}
