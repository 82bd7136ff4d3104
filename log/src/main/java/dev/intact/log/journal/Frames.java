package dev.intact.log.journal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of a batch in a segment. All numbers are big-endian.
 *
 * <pre>
 * frame   u32 magic "IJB1" · u32 payload length · u64 lsn · u64 segment · u32 CRC-32C of the frame before · u32 item count
 *         · payload · u32 CRC-32C over everything before it · zeros to the next multiple of 8
 * item    u8 kind · u32 log number · u64 index · u32 length · bytes
 * </pre>
 *
 * The lsn tells a frame of this use of the segment from one of an earlier use; the CRC of the frame
 * before chains them.
 */
final class Frames {

  static final int MAGIC = 0x494a4231;
  static final int HEADER = 32;
  static final int TRAILER = 4;
  static final int ITEM_HEADER = 17;
  static final int ALIGN = 8;

  /** A frame that holds. */
  record Frame(
      long lsn,
      int crc,
      int previousCrc,
      int items,
      int payloadOffset,
      int payloadLength,
      int end) {}

  private Frames() {}

  static long frameBytes(long payload) {
    long bytes = HEADER + payload + TRAILER;
    return (bytes + ALIGN - 1) / ALIGN * ALIGN;
  }

  /**
   * Writes a frame at the buffer's start; gives its CRC. The offsets of the items are relative to
   * the frame.
   */
  static int encode(
      ByteBuffer out,
      long lsn,
      long segment,
      int previousCrc,
      List<Batch.Item> items,
      int[] offsets) {
    out.position(HEADER);
    for (int i = 0; i < items.size(); i++) {
      Batch.Item item = items.get(i);
      out.put(item.kind()).putInt(item.log()).putLong(item.index()).putInt(item.bytes().length);
      offsets[i] = out.position();
      out.put(item.bytes());
    }
    int end = out.position();
    out.putInt(0, MAGIC)
        .putInt(4, end - HEADER)
        .putLong(8, lsn)
        .putLong(16, segment)
        .putInt(24, previousCrc)
        .putInt(28, items.size());
    int crc = crc(out.duplicate().flip());
    out.putInt(crc);
    while (out.position() % ALIGN != 0) {
      out.put((byte) 0);
    }
    out.flip();
    return crc;
  }

  /** The frame at an offset of a segment, or null if none holds there. */
  static @org.jspecify.annotations.Nullable Frame decode(
      ByteBuffer segment, int at, long segmentNumber) {
    if (at + HEADER + TRAILER > segment.limit() || segment.getInt(at) != MAGIC) {
      return null;
    }
    int length = segment.getInt(at + 4);
    if (length < 0
        || length > segment.limit() - at - HEADER - TRAILER
        || segment.getLong(at + 16) != segmentNumber) {
      return null;
    }
    int crc = crc(segment.duplicate().position(at).limit(at + HEADER + length));
    if (crc != segment.getInt(at + HEADER + length)) {
      return null;
    }
    return new Frame(
        segment.getLong(at + 8),
        crc,
        segment.getInt(at + 24),
        segment.getInt(at + 28),
        at + HEADER,
        length,
        at + (int) frameBytes(length));
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
