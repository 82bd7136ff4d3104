package dev.intact.log.journal;

import dev.intact.log.storage.RandomAccess;
import dev.intact.log.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/**
 * Preallocated segment files under {@code journal/}, each named by its number, filled with frames.
 * A batch counts once {@link #append} has returned.
 *
 * <p>Opening replays every frame. An invalid frame with nothing valid behind it is the torn end of
 * a batch that was never acknowledged, and is wiped; anything else that does not fit is corruption,
 * and the journal does not open. The last batch is written and forced again, because a process that
 * died before its force, or of a force that failed, leaves it readable and yet not durable. Frames
 * of a segment's earlier use are told apart by the segment number that each frame carries.
 *
 * <p>After a failed write or force the journal is dead: nothing is tried again, nothing is read
 * back.
 *
 * <p>One thread writes; any thread reads. Untrusted: whoever changes it consistently is caught by
 * the signer, which remembers what it signed.
 */
public final class Journal implements AutoCloseable {

  private static final String DIRECTORY = "journal/";
  private static final String SPARE = DIRECTORY + "spare";
  static final String SEGMENT_NAME = "[0-9a-f]{16}";

  private final Storage storage;
  private final long segmentBytes;
  private final NavigableMap<Long, RandomAccess> segments = new ConcurrentSkipListMap<>();

  /** The last sequence number in each segment. */
  private final Map<Long, Long> lastLsn = new ConcurrentHashMap<>();

  // owned by the writer
  private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
  private long segment;
  private long position;
  private int previousCrc;
  private volatile long lsn;
  private boolean dead;

  private Journal(Storage storage, long segmentBytes) {
    this.storage = storage;
    this.segmentBytes = segmentBytes;
  }

  /**
   * Opens the journal and replays it.
   *
   * @param storage where it lies
   * @param segmentBytes length of a segment, at most 1 GiB
   * @param visitor makes what sees everything that it holds; may {@link #read} what it has seen
   * @return the journal, ready to append
   * @throws JournalCorruptException if it contradicts itself
   * @throws IOException if storage fails or the visitor throws
   */
  public static Journal open(
      Storage storage, long segmentBytes, Function<Journal, ReplayVisitor> visitor)
      throws IOException {
    if (segmentBytes < 4096 || segmentBytes > 1 << 30) {
      throw new IllegalArgumentException(
          "a journal segment has 4 KiB to 1 GiB, not " + segmentBytes);
    }
    Journal journal = new Journal(storage, segmentBytes);
    try {
      new Replay(storage, journal.segments, journal.lastLsn, visitor.apply(journal)).run(journal);
      if (journal.segments.isEmpty()) {
        journal.startSegment(0);
      }
      return journal;
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  /**
   * Whether there is a journal, sound or not.
   *
   * @param storage where it would lie
   * @return true if there is a segment
   * @throws IOException if storage fails
   */
  public static boolean isIn(Storage storage) throws IOException {
    return storage.list(directory()).stream().anyMatch(name -> name.matches(SEGMENT_NAME));
  }

  /** Set by the replay: where writing goes on. */
  void resume(long atSegment, long atPosition, long atLsn, int atCrc) {
    segment = atSegment;
    position = atPosition;
    lsn = atLsn;
    previousCrc = atCrc;
  }

  static String path(long segment) {
    return DIRECTORY + String.format("%016x", segment);
  }

  static String directory() {
    return DIRECTORY.substring(0, DIRECTORY.length() - 1);
  }

  /**
   * Writes a batch and makes it durable: one write, one force.
   *
   * @param batch what to write; must fit a segment
   * @return where it lies
   * @throws IOException if it cannot be written or forced; the journal is dead then
   */
  public BatchPosition append(Batch batch) throws IOException {
    requireAlive();
    long bytes = Frames.frameBytes(batch.payloadBytes());
    if (bytes > segmentBytes) {
      throw new IllegalArgumentException(
          "a batch of " + bytes + " bytes does not fit a segment of " + segmentBytes);
    }
    dead = true; // until it went well
    if (position + bytes > segmentBytes) {
      startSegment(segment + 1);
    }
    if (buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocateDirect((int) Math.max(bytes, 2L * buffer.capacity()));
    }
    buffer.clear();
    int count = batch.items().size();
    int[] offsets = new int[count];
    int[] lengths = new int[count];
    int crc = Frames.encode(buffer, lsn + 1, segment, previousCrc, batch.items(), offsets);
    for (int i = 0; i < count; i++) {
      offsets[i] += (int) position;
      lengths[i] = batch.items().get(i).bytes().length;
    }
    current().write(position, buffer);
    current().force();
    position += bytes;
    previousCrc = crc;
    lsn++;
    lastLsn.put(segment, lsn);
    dead = false;
    return new BatchPosition(lsn, segment, offsets, lengths);
  }

  private RandomAccess current() throws IOException {
    RandomAccess open = segments.get(segment);
    if (open == null) {
      throw new IOException("journal segment " + segment + " is not open");
    }
    return open;
  }

  private void requireAlive() throws IOException {
    if (dead) {
      throw new IOException("the journal has failed before and is not written any more");
    }
  }

  /** The new segment is durable, zeros behind its name, before a frame goes into it. */
  private void startSegment(long number) throws IOException {
    if (storage.exists(SPARE)) {
      storage.rename(SPARE, path(number));
      segments.put(number, storage.open(path(number)));
    } else {
      segments.put(number, storage.create(path(number), segmentBytes));
    }
    segment = number;
    position = 0;
  }

  /**
   * Reads an entry's bytes.
   *
   * @param at where it lies
   * @return its bytes
   * @throws IOException if its segment was released or cannot be read
   */
  public byte[] read(JournalPosition at) throws IOException {
    RandomAccess file = segments.get(at.segment());
    if (file == null) {
      throw new IOException("journal segment " + at.segment() + " was released");
    }
    ByteBuffer bytes = ByteBuffer.allocate(at.length());
    while (bytes.hasRemaining()) {
      if (file.read(at.offset() + (long) bytes.position(), bytes) < 0) {
        throw new IOException("journal segment " + at.segment() + " ends within an entry");
      }
    }
    return bytes.array();
  }

  /**
   * Gives up whole segments that are held elsewhere durably. One of them is kept as a spare for the
   * next segment. Each is durably gone before the next one goes: what a power cut leaves has no
   * gap.
   *
   * @param below every batch below this sequence number is held elsewhere
   * @throws IOException if storage fails
   */
  public void release(long below) throws IOException {
    for (long number : segments.keySet()) {
      boolean last = number == segments.lastKey();
      if (last || lastLsn.getOrDefault(number, Long.MAX_VALUE) >= below) {
        return;
      }
      RandomAccess file = segments.remove(number);
      lastLsn.remove(number);
      if (file != null) {
        boolean reusable = file.size() == segmentBytes;
        file.close();
        if (reusable && !storage.exists(SPARE)) {
          storage.rename(path(number), SPARE);
        } else {
          storage.deleteDurable(path(number));
        }
      }
    }
  }

  /**
   * The last batch's sequence number.
   *
   * @return 0 if none was ever written
   */
  public long lsn() {
    return lsn;
  }

  /**
   * What it holds that is not released.
   *
   * @return bytes of its segments
   */
  public long bytesHeld() {
    return segments.size() * segmentBytes;
  }

  @Override
  public void close() throws IOException {
    dead = true;
    IOException failure = null;
    for (RandomAccess file : segments.values()) {
      try {
        file.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
