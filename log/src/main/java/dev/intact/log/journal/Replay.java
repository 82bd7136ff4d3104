package dev.intact.log.journal;

import dev.intact.log.storage.RandomAccess;
import dev.intact.log.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the segments in order when the journal is opened. */
final class Replay {

  private final Storage storage;
  private final Map<Long, RandomAccess> segments;
  private final Map<Long, Long> lastLsn;
  private final ReplayVisitor visitor;
  private long lsn;
  private int crc;
  private boolean anyFrame;

  Replay(
      Storage storage,
      Map<Long, RandomAccess> segments,
      Map<Long, Long> lastLsn,
      ReplayVisitor visitor) {
    this.storage = storage;
    this.segments = segments;
    this.lastLsn = lastLsn;
    this.visitor = visitor;
  }

  void run(Journal journal) throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (String name : storage.list(Journal.directory())) {
      if (name.matches(Journal.SEGMENT_NAME)) {
        numbers.add(Long.parseUnsignedLong(name, 16));
      }
    }
    int position = 0;
    for (int i = 0; i < numbers.size(); i++) {
      long number = numbers.get(i);
      if (i > 0 && number != numbers.get(i - 1) + 1) {
        throw corrupt(
            number, 0, "segment " + Journal.path(numbers.get(i - 1) + 1) + " is missing before it");
      }
      RandomAccess file = storage.open(Journal.path(number));
      segments.put(number, file);
      position = segment(number, file, i == numbers.size() - 1);
    }
    if (!numbers.isEmpty()) {
      storage.sync(List.of(Journal.path(numbers.getLast()))); // its name may not be durable either
      journal.resume(numbers.getLast(), position, lsn, crc);
    }
  }

  private int segment(long number, RandomAccess file, boolean last) throws IOException {
    ByteBuffer bytes = readAll(file);
    int at = 0;
    int lastFrame = 0;
    while (true) {
      Frames.Frame frame = Frames.decode(bytes, at, number);
      if (frame == null) {
        break;
      }
      requireChain(number, at, frame);
      items(number, bytes, frame);
      lsn = frame.lsn();
      crc = frame.crc();
      anyFrame = true;
      lastLsn.put(number, lsn);
      lastFrame = at;
      at = frame.end();
    }
    requireNothingBehind(number, bytes, at);
    if (last) {
      settle(file, bytes, lastFrame, at);
    } else {
      requireFullSegment(number, bytes, at);
    }
    return at;
  }

  private void requireChain(long number, int at, Frames.Frame frame) throws IOException {
    if (anyFrame && (frame.lsn() != lsn + 1 || frame.previousCrc() != crc)) {
      throw corrupt(number, at, "batch " + frame.lsn() + " does not follow batch " + lsn);
    }
  }

  private void items(long number, ByteBuffer bytes, Frames.Frame frame) throws IOException {
    int at = frame.payloadOffset();
    int end = at + frame.payloadLength();
    for (int i = 0; i < frame.items(); i++) {
      if (at + Frames.ITEM_HEADER > end) {
        throw corrupt(number, at, "an item of batch " + frame.lsn() + " is cut short");
      }
      byte kind = bytes.get(at);
      int log = bytes.getInt(at + 1);
      long index = bytes.getLong(at + 5);
      int length = bytes.getInt(at + 13);
      at += Frames.ITEM_HEADER;
      if (length < 0 || length > end - at) {
        throw corrupt(number, at, "an item of batch " + frame.lsn() + " is cut short");
      }
      byte[] item = new byte[length];
      bytes.get(at, item);
      switch (kind) {
        case Batch.LOG -> visitor.log(log, new String(item, StandardCharsets.UTF_8));
        case Batch.RECORD ->
            visitor.record(frame.lsn(), log, index, item, new JournalPosition(number, at, length));
        default -> throw corrupt(number, at, "an item of unknown kind " + kind);
      }
      at += length;
    }
  }

  /**
   * A valid later frame behind an invalid one can only mean that an acknowledged batch was changed.
   */
  private void requireNothingBehind(long number, ByteBuffer bytes, int from) throws IOException {
    for (int at = from + Frames.ALIGN; at + Frames.HEADER < bytes.limit(); at += Frames.ALIGN) {
      if (bytes.getInt(at) != Frames.MAGIC) {
        continue;
      }
      Frames.Frame later = Frames.decode(bytes, at, number);
      if (later != null && later.lsn() > lsn) {
        throw corrupt(
            number, from, "batch " + later.lsn() + " stands intact behind it at byte " + at);
      }
    }
  }

  /**
   * A segment was left only because the next batch did not fit: what is free at its end was never
   * written.
   */
  private void requireFullSegment(long number, ByteBuffer bytes, int at) throws IOException {
    if (at + Frames.HEADER <= bytes.limit()
        && bytes.getInt(at) == Frames.MAGIC
        && bytes.getLong(at + 16) == number) {
      throw corrupt(number, at, "a batch does not hold, and later segments follow");
    }
  }

  /**
   * Makes the end of the journal what it was read as. The last batch is written once more: where
   * its force had failed, the system holds its bytes as clean, and another force would do nothing.
   * Behind it a torn batch, which was never acknowledged, gives way to zeros, so that it is not
   * found again.
   */
  private static void settle(RandomAccess file, ByteBuffer bytes, int lastFrame, int end)
      throws IOException {
    int torn = bytes.limit();
    while (torn > end && bytes.get(torn - 1) == 0) {
      torn--;
    }
    if (torn == lastFrame) {
      return;
    }
    ByteBuffer again = ByteBuffer.allocate(torn - lastFrame);
    again.put(bytes.duplicate().position(lastFrame).limit(end)).clear();
    file.write(lastFrame, again);
    file.force();
  }

  private static ByteBuffer readAll(RandomAccess file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
    while (bytes.hasRemaining() && file.read(bytes.position(), bytes) >= 0) {
      continue;
    }
    return bytes.flip();
  }

  private static JournalCorruptException corrupt(long segment, long offset, String detail) {
    return new JournalCorruptException(Journal.path(segment), offset, detail);
  }
}
