package dev.intact.files.dpkg;

import dev.intact.files.scan.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads a tar stream as dpkg-deb makes them: ustar and GNU with long names, and pax headers (POSIX
 * 1003.1-2008, pax). Contents are passed through, never held. Not thread-safe.
 */
final class TarReader {

  private static final int BLOCK = 512;
  private static final int MAX_EXTRA = 1 << 20;

  private final InputStream in;
  private final byte[] block = new byte[BLOCK];
  private long left;
  private long padding;

  TarReader(InputStream in) {
    this.in = in;
  }

  /**
   * A member.
   *
   * @param path absolute as in a package
   * @param type the type flag
   * @param mode permissions with set-id bits
   * @param uid number of the owner
   * @param gid number of the group
   * @param user name of the owner; empty if there is none
   * @param group name of the group; empty if there is none
   * @param seconds time of modification
   * @param size of the content
   * @param link where it leads, for links
   */
  record Member(
      ByteString path,
      char type,
      int mode,
      long uid,
      long gid,
      String user,
      String group,
      long seconds,
      long size,
      ByteString link) {}

  /** Names that stand before the header they belong to. */
  private static final class Extra {
    Optional<byte[]> path = Optional.empty();
    Optional<byte[]> link = Optional.empty();
    Optional<Long> size = Optional.empty();
  }

  /** The next member; what is left of the content of the one before is passed over. */
  Optional<Member> next() throws IOException {
    in.skipNBytes(left + padding);
    left = 0;
    padding = 0;
    Extra extra = new Extra();
    while (readBlock()) {
      if (isZero()) {
        return Optional.empty();
      }
      requireChecksum();
      long size = number(124, 12);
      if (size < 0) {
        throw new IOException("a tar archive has a member of negative size");
      }
      char type = (char) (block[156] & 0xff);
      switch (type) {
        case 'L' -> extra.path = Optional.of(text(extra(size)));
        case 'K' -> extra.link = Optional.of(text(extra(size)));
        case 'x' -> pax(extra(size), extra);
        case 'g' -> extra(size);
        default -> {
          return Optional.of(member(type, extra.size.orElse(size), extra));
        }
      }
    }
    throw new IOException("a tar archive ends too early");
  }

  private Member member(char type, long size, Extra extra) throws IOException {
    byte[] name = extra.path.orElseGet(() -> longName());
    long content = type == '0' || type == 0 || type == '7' ? size : 0;
    left = content;
    padding = (BLOCK - content % BLOCK) % BLOCK;
    return new Member(
        absolute(name),
        type == 0 || type == '7' ? '0' : type,
        (int) number(100, 8) & 0_7777,
        number(108, 8),
        number(116, 8),
        string(265, 32),
        string(297, 32),
        number(136, 12),
        content,
        ByteString.of(extra.link.orElseGet(() -> field(157, 100))));
  }

  /** Content of the member that was read last. */
  int read(byte[] target) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = in.read(target, 0, (int) Math.min(target.length, left));
    if (count < 0) {
      throw new IOException("a tar archive ends too early");
    }
    left -= count;
    return count;
  }

  private boolean readBlock() throws IOException {
    int count = in.readNBytes(block, 0, BLOCK);
    if (count != 0 && count != BLOCK) {
      throw new IOException("a tar archive ends within a header");
    }
    return count == BLOCK;
  }

  private boolean isZero() {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private void requireChecksum() throws IOException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : block[i] & 0xff;
    }
    if (sum != number(148, 8)) {
      throw new IOException("a header of a tar archive has a wrong checksum");
    }
  }

  private byte[] extra(long size) throws IOException {
    if (size < 0 || size > MAX_EXTRA) {
      throw new IOException("a tar archive has a name of " + size + " bytes");
    }
    byte[] content = in.readNBytes((int) size);
    if (content.length != size) {
      throw new IOException("a tar archive ends too early");
    }
    in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
    return content;
  }

  /** Records {@code "length name=value\n"}. */
  private static void pax(byte[] records, Extra extra) throws IOException {
    int at = 0;
    while (at < records.length) {
      int space = at;
      while (space < records.length && records[space] != ' ') {
        space++;
      }
      int length;
      try {
        length = Integer.parseInt(new String(records, at, space - at, StandardCharsets.US_ASCII));
      } catch (NumberFormatException e) {
        throw new IOException("a pax header of a tar archive is malformed", e);
      }
      int end = at + length - 1;
      int equals = space + 1;
      while (equals < records.length && records[equals] != '=') {
        equals++;
      }
      if (length < 5 || end >= records.length || equals >= end) {
        throw new IOException("a pax header of a tar archive is malformed");
      }
      String name = new String(records, space + 1, equals - space - 1, StandardCharsets.US_ASCII);
      byte[] value = Arrays.copyOfRange(records, equals + 1, end);
      switch (name) {
        case "path" -> extra.path = Optional.of(value);
        case "linkpath" -> extra.link = Optional.of(value);
        case "size" -> extra.size = Optional.of(Math.max(0, decimal(value)));
        default -> {
          // times and names of owners to more precision than is compared
        }
      }
      at = end + 1;
    }
  }

  private static long decimal(byte[] value) throws IOException {
    try {
      return Long.parseLong(new String(value, StandardCharsets.US_ASCII));
    } catch (NumberFormatException e) {
      throw new IOException("a pax header of a tar archive is malformed", e);
    }
  }

  private byte[] longName() {
    byte[] name = field(0, 100);
    byte[] prefix =
        string(257, 6).equals("ustar") && block[263] == '0' ? field(345, 155) : new byte[0];
    if (prefix.length == 0) {
      return name;
    }
    byte[] joined = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    joined[prefix.length] = '/';
    System.arraycopy(name, 0, joined, prefix.length + 1, name.length);
    return joined;
  }

  private byte[] field(int from, int length) {
    return text(Arrays.copyOfRange(block, from, from + length));
  }

  private String string(int from, int length) {
    return new String(field(from, length), StandardCharsets.UTF_8);
  }

  private static byte[] text(byte[] field) {
    int end = 0;
    while (end < field.length && field[end] != 0) {
      end++;
    }
    return Arrays.copyOf(field, end);
  }

  private long number(int from, int length) throws IOException {
    if ((block[from] & 0x80) != 0) { // base 256, as GNU writes what octal cannot hold
      long value = block[from] & 0x7f;
      for (int i = from + 1; i < from + length; i++) {
        value = value << 8 | block[i] & 0xff;
      }
      return value;
    }
    long value = 0;
    for (int i = from; i < from + length; i++) {
      int b = block[i];
      if (b >= '0' && b <= '7') {
        value = value << 3 | b - '0';
      } else if (b != ' ' && b != 0) {
        throw new IOException("a header of a tar archive has a malformed number");
      }
    }
    return value;
  }

  /** {@code ./usr/bin/} as {@code /usr/bin}. */
  static ByteString absolute(byte[] name) {
    int from = 0;
    while (from < name.length && (name[from] == '.' || name[from] == '/')) {
      if (name[from] == '.' && from + 1 < name.length && name[from + 1] != '/') {
        break; // a name that begins with a point
      }
      from++;
    }
    int to = name.length;
    while (to > from && name[to - 1] == '/') {
      to--;
    }
    byte[] path = new byte[1 + to - from];
    path[0] = '/';
    System.arraycopy(name, from, path, 1, to - from);
    return ByteString.of(path);
  }
}
