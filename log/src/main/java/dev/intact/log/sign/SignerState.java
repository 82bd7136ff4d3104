package dev.intact.log.sign;

import dev.intact.log.storage.RandomAccess;
import dev.intact.log.storage.Storage;
import dev.intact.merkle.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * The signer's memory: (origin, size, root) of what was last signed, durable before a signature
 * leaves.
 *
 * <p>Two files on the signer's own path. {@code state} is a snapshot, one line {@code origin size
 * root-hex} an origin, sorted, then a line {@code sha256} over what stands before it, written
 * whole. {@code state.wal} is preallocated and takes what was signed since: frames of u32 length,
 * u32 CRC-32C and one such line each, zeros behind the last. Replay stops at the first frame that
 * does not hold; only the last write can be torn, and what it says was not yet released.
 *
 * <p>Trusted: whoever can roll this file back together with the store can have an old state signed
 * again. That is why it lies apart from the store and out of its backups. Not thread-safe for
 * writing; one signer owns it.
 */
final class SignerState implements AutoCloseable {

  private static final String SNAPSHOT = "state";
  private static final String WAL = "state.wal";
  private static final int WAL_BYTES = 4 << 20;
  private static final int FRAME_HEADER = 8;

  private final Storage storage;
  private final Map<String, SignedState> last = new ConcurrentHashMap<>();
  private final RandomAccess wal;
  private long position;

  private SignerState(Storage storage, RandomAccess wal) {
    this.storage = storage;
    this.wal = wal;
  }

  static SignerState create(Storage storage) throws IOException {
    storage.writeDurable(SNAPSHOT, StateText.snapshot(Map.of()));
    return new SignerState(storage, storage.create(WAL, WAL_BYTES));
  }

  static SignerState open(Storage storage) throws IOException, SignerException {
    byte[] snapshot =
        storage
            .read(SNAPSHOT)
            .orElseThrow(() -> StateText.unsound("the signer's file " + SNAPSHOT + " is missing"));
    boolean walThere = storage.exists(WAL);
    RandomAccess wal = walThere ? storage.open(WAL) : storage.create(WAL, WAL_BYTES);
    SignerState state = new SignerState(storage, wal);
    state.last.putAll(StateText.parseSnapshot(snapshot));
    state.replay();
    state.compact();
    return state;
  }

  Set<String> origins() {
    return Set.copyOf(last.keySet());
  }

  Optional<SignedState> last(String origin) {
    return Optional.ofNullable(last.get(origin));
  }

  /** Remembers all of them with one force. */
  void remember(List<SignRequest> requests) throws IOException {
    ByteBuffer frames = frames(requests);
    if (position + frames.remaining() > wal.size()) {
      compact();
    }
    if (frames.remaining() > wal.size()) {
      throw new IOException("more than " + wal.size() + " bytes of signer state at once");
    }
    int length = frames.remaining();
    wal.write(position, frames);
    wal.force();
    position += length;
    for (SignRequest r : requests) {
      last.put(r.origin(), new SignedState(r.size(), r.root()));
    }
  }

  private static ByteBuffer frames(List<SignRequest> requests) {
    int total = 0;
    byte[][] lines = new byte[requests.size()][];
    for (int i = 0; i < lines.length; i++) {
      SignRequest r = requests.get(i);
      lines[i] = StateText.line(r.origin(), r.size(), r.root()).getBytes(StandardCharsets.UTF_8);
      total += FRAME_HEADER + lines[i].length;
    }
    ByteBuffer frames = ByteBuffer.allocate(total);
    for (byte[] line : lines) {
      frames.putInt(line.length).putInt(crc(line)).put(line);
    }
    return frames.flip();
  }

  private void replay() throws IOException, SignerException {
    ByteBuffer header = ByteBuffer.allocate(FRAME_HEADER);
    while (position + FRAME_HEADER <= wal.size()) {
      header.clear();
      readFully(position, header);
      int length = header.flip().getInt();
      int crc = header.getInt();
      if (length <= 0 || position + FRAME_HEADER + length > wal.size()) {
        return;
      }
      ByteBuffer line = ByteBuffer.allocate(length);
      readFully(position + FRAME_HEADER, line);
      if (crc(line.array()) != crc) {
        return;
      }
      StateText.Line parsed = StateText.parseLine(new String(line.array(), StandardCharsets.UTF_8));
      // A crash may leave the head of the file that a newer snapshot was about to replace.
      last.merge(
          parsed.origin(),
          new SignedState(parsed.size(), parsed.root()),
          (known, read) -> read.size() > known.size() ? read : known);
      position += FRAME_HEADER + length;
    }
  }

  private void readFully(long at, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (wal.read(at + buffer.position(), buffer) <= 0) {
        throw new IOException(WAL + " ends at " + (at + buffer.position()));
      }
    }
  }

  /**
   * Snapshot first, durable; only then are the frames that it holds wiped. A crash between repeats
   * them, harmlessly.
   */
  private void compact() throws IOException {
    if (position == 0) {
      return;
    }
    storage.writeDurable(SNAPSHOT, StateText.snapshot(new TreeMap<>(last)));
    wal.write(0, ByteBuffer.allocate((int) position));
    wal.force();
    position = 0;
  }

  private static int crc(byte[] line) {
    CRC32C crc = new CRC32C();
    crc.update(line);
    return (int) crc.getValue();
  }

  static String describe(String origin, long size, Hash root) {
    return origin + " at size " + size + " with root " + root.hex();
  }

  @Override
  public void close() throws IOException {
    wal.close();
  }
}
