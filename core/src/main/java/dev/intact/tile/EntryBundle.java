package dev.intact.tile;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * A bundle of entries: each a big-endian 16-bit length and the bytes (C2SP tlog-tiles). Holds the
 * bundle's bytes without copying them; the caller must not change them.
 */
public final class EntryBundle {

  /** Most bytes of one entry. */
  public static final int MAX_ENTRY = 65_535;

  private static final int PREFIX = 2;

  /** A bundle's most bytes; a tile of hashes has fewer. */
  public static final int MAX_BYTES = Tiles.WIDTH * (MAX_ENTRY + PREFIX);

  private final byte[] bytes;
  private final int[] offsets;
  private final int count;

  private EntryBundle(byte[] bytes, int[] offsets, int count) {
    this.bytes = bytes;
    this.offsets = offsets;
    this.count = count;
  }

  /**
   * Encodes entries.
   *
   * @param entries up to 256, each at most 65,535 bytes
   * @return the bundle's bytes
   * @throws IllegalArgumentException if there are too many or one is too long
   */
  public static byte[] encode(List<byte[]> entries) {
    if (entries.size() > Tiles.WIDTH) {
      throw new IllegalArgumentException("a bundle has at most 256 entries, not " + entries.size());
    }
    ByteArrayOutputStream out =
        new ByteArrayOutputStream(entries.stream().mapToInt(e -> e.length + PREFIX).sum());
    for (byte[] entry : entries) {
      if (entry.length > MAX_ENTRY) {
        throw new IllegalArgumentException("an entry has at most 65535 bytes, not " + entry.length);
      }
      out.write(entry.length >>> 8);
      out.write(entry.length);
      out.writeBytes(entry);
    }
    return out.toByteArray();
  }

  /**
   * Parses a bundle, which must hold exactly so many entries and nothing behind them.
   *
   * @param bundle its bytes, not copied
   * @param width how many entries it holds
   * @return the bundle
   * @throws TileFormatException if it is cut short or has bytes to spare
   */
  public static EntryBundle parse(byte[] bundle, int width) throws TileFormatException {
    EntryBundle parsed = scan(bundle, width);
    if (parsed.count < width) {
      throw new TileFormatException(
          "the bundle ends within entry " + parsed.count + " of " + width);
    }
    int end = parsed.end();
    if (end != bundle.length) {
      throw new TileFormatException(
          (bundle.length - end) + " bytes stand behind the last of " + width + " entries");
    }
    return parsed;
  }

  /**
   * Reads as many whole entries as there are, for reporting on a damaged bundle.
   *
   * @param bundle its bytes, not copied
   * @param width how many entries are wanted
   * @return a bundle whose {@link #count} may be below the width
   */
  public static EntryBundle scan(byte[] bundle, int width) {
    int[] offsets = new int[width];
    int at = 0;
    int count = 0;
    while (count < width && at + PREFIX <= bundle.length) {
      int length = length(bundle, at);
      if (length > bundle.length - at - PREFIX) {
        break;
      }
      offsets[count++] = at + PREFIX;
      at += PREFIX + length;
    }
    return new EntryBundle(bundle, offsets, count);
  }

  private static int length(byte[] bundle, int at) {
    return (bundle[at] & 0xff) << 8 | bundle[at + 1] & 0xff;
  }

  /**
   * How many entries.
   *
   * @return up to 256
   */
  public int count() {
    return count;
  }

  /**
   * The bytes of the whole bundle.
   *
   * @return the array itself
   */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * Where an entry begins.
   *
   * @param i its place in the bundle
   * @return offset in {@link #bytes}
   */
  public int offset(int i) {
    return offsets[i];
  }

  /**
   * An entry's length.
   *
   * @param i its place in the bundle
   * @return bytes
   */
  public int length(int i) {
    return length(bytes, offsets[i] - PREFIX);
  }

  /**
   * One entry.
   *
   * @param i its place in the bundle
   * @return a copy of its bytes
   */
  public byte[] entry(int i) {
    return Arrays.copyOfRange(bytes, offsets[i], offsets[i] + length(i));
  }

  /** Behind the last whole entry. */
  private int end() {
    return count == 0 ? 0 : offsets[count - 1] + length(count - 1);
  }

  /**
   * The bytes of the first entries only: a partial bundle is a prefix of the wider one.
   *
   * @param width how many entries to keep
   * @return their bytes, framed
   * @throws TileFormatException if there are not so many
   */
  public byte[] prefix(int width) throws TileFormatException {
    if (width > count) {
      throw new TileFormatException(
          "the bundle has " + count + " entries, " + width + " are wanted");
    }
    return Arrays.copyOf(bytes, width == 0 ? 0 : offsets[width - 1] + length(width - 1));
  }
}
