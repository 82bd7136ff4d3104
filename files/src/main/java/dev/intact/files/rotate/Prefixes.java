package dev.intact.files.rotate;

import dev.intact.files.explain.PathReader;
import dev.intact.files.linux.LinuxFs;
import dev.intact.files.scan.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedSet;

/** Hashes of the beginnings of a file, all in one reading. */
final class Prefixes {

  /** A log of more than this, unpacked, is taken for something else. */
  private static final long MAX_UNPACKED = 1L << 40;

  private Prefixes() {}

  /** Hashes by length; lengths beyond the end are left out. */
  static Map<Long, String> of(
      PathReader reader, ByteString path, Packing packing, SortedSet<Long> lengths)
      throws IOException, InterruptedException {
    try (InputStream raw = reader.content(path)) {
      return packing.unpack(raw, in -> hashes(in, lengths));
    }
  }

  private static Map<Long, String> hashes(InputStream in, SortedSet<Long> lengths)
      throws IOException {
    Map<Long, String> found = new HashMap<>();
    MessageDigest digest = PathReader.digest("SHA-256");
    byte[] buffer = new byte[LinuxFs.READ_BYTES];
    long at = 0;
    for (long length : lengths) {
      if (length > MAX_UNPACKED) {
        return found;
      }
      while (at < length) {
        byte[] target = buffer;
        int count = in.read(target, 0, (int) Math.min(target.length, length - at));
        if (count < 0) {
          return found;
        }
        digest.update(target, 0, count);
        at += count;
      }
      found.put(length, HexFormat.of().formatHex(copy(digest).digest()));
    }
    return found;
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
    }
  }
}
