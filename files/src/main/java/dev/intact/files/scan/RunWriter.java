package dev.intact.files.scan;

import java.util.Arrays;

/**
 * Packs entries into pieces that fit a record each. Not thread-safe.
 *
 * <pre>
 * piece = entry …
 * entry = number shared, number length, rest of the path, tag, number length, state
 * </pre>
 *
 * <p>{@code shared} is how many bytes the path has in common with that of the entry before it, 0
 * for the first of a piece; a state of length 0 says that there was nothing.
 */
public final class RunWriter {

  /** How long a piece may grow; longer only by what its last entry needs. */
  public static final int PIECE_BYTES = 30 << 10;

  private final ByteSink out = new ByteSink();
  private byte[] before = {};
  private int count;

  /** An empty piece. */
  public RunWriter() {}

  /**
   * Adds an entry.
   *
   * @param entry behind the one before it
   * @return whether the piece is full and should be taken
   */
  public boolean add(RunEntry entry) {
    byte[] path = entry.path().array();
    int mismatch = Arrays.mismatch(before, path);
    int shared = mismatch < 0 ? path.length : mismatch;
    out.number(shared).number(path.length - shared).put(path, shared, path.length);
    out.put(entry.tag());
    byte[] state = entry.state().map(ByteString::array).orElse(new byte[0]);
    out.number(state.length).put(state);
    before = path;
    count++;
    return out.length() >= PIECE_BYTES;
  }

  /**
   * How many entries the piece holds.
   *
   * @return 0 after {@link #take}
   */
  public int count() {
    return count;
  }

  /**
   * Takes the piece and begins another.
   *
   * @return its bytes
   */
  public ByteString take() {
    ByteString piece = ByteString.owning(out.toBytes());
    out.clear();
    before = new byte[0];
    count = 0;
    return piece;
  }
}
