package dev.intact.files.scan;

import java.util.Arrays;
import java.util.Optional;

/** Reads a piece that a {@link RunWriter} packed. Not thread-safe. */
public final class RunPiece {

  private final ByteSource in;
  private byte[] before = {};

  /**
   * Reads from the beginning.
   *
   * @param piece its bytes, not copied
   */
  public RunPiece(byte[] piece) {
    this.in = new ByteSource(piece);
  }

  /**
   * The next entry.
   *
   * @return the entry, or empty at the end
   * @throws StateFormatException if there is something else
   */
  public Optional<RunEntry> next() throws StateFormatException {
    if (in.isAtEnd()) {
      return Optional.empty();
    }
    long shared = in.number();
    int rest = in.count();
    if (shared < 0 || shared > before.length) {
      throw new StateFormatException("a path shares more than there is");
    }
    byte[] path = Arrays.copyOf(before, (int) shared + rest);
    in.copyTo(path, (int) shared, rest);
    int tag = in.get();
    byte[] state = in.get(in.count());
    before = path;
    return Optional.of(
        new RunEntry(
            ByteString.owning(path),
            tag,
            state.length == 0 ? Optional.empty() : Optional.of(ByteString.owning(state))));
  }
}
