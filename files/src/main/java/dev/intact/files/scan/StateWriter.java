package dev.intact.files.scan;

import dev.intact.files.linux.FileStat;
import dev.intact.files.linux.Xattr;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;

/**
 * Writes states: the same state always gives the same bytes, so that two are compared without being
 * read. Not thread-safe.
 *
 * <pre>
 * state    = first, number compared, number length, fields, fields
 * first    = kind | 0x40 if only a beginning was hashed | 0x80 if the content could not be read
 * compared = the fields that must stay as they are, a bit each
 * fields   = first those that must stay ({@code length} bytes), then the others
 * </pre>
 */
final class StateWriter {

  static final int PREFIX = 0x40;
  static final int UNREADABLE = 0x80;
  static final int KIND = 0x0f;
  static final int HASH_BYTES = 32;
  static final int MAX_VALUE = 256;
  static final int MAX_XATTRS = 4096;
  static final int LISTED = 0;
  static final int DIGESTED = 1;

  /** Those of {@code stx_attributes} that are somebody's decision. */
  static final long FLAGS = 0x4 | 0x10 | 0x20 | 0x40 | 0x800 | 0x100000;

  private static final Field[] FIELDS = Field.values();

  private final ByteSink out = new ByteSink();
  private final ByteSink part = new ByteSink();
  private final ByteSink listed = new ByteSink();
  private final MessageDigest digest;

  StateWriter(MessageDigest digest) {
    this.digest = digest;
  }

  /**
   * What was found of an entry.
   *
   * @param size how much of the content counts
   * @param hash of that, empty if there is none
   */
  record Found(
      Kind kind, FileStat stat, long size, Content hash, ByteString target, List<Xattr> xattrs) {}

  /** A hash of content, none because there is no content, or none because it could not be read. */
  sealed interface Content {
    /** Hashed to the end, or as far as it counts. */
    record Hashed(ByteString hash, boolean prefix) implements Content {}

    /** No regular file. */
    record None() implements Content {}

    /** Not readable. */
    record Unreadable() implements Content {}
  }

  byte[] write(Found found, Set<Field> wanted) {
    int first = found.kind.ordinal();
    switch (found.hash) {
      case Content.Hashed(ByteString hash, boolean prefix) -> first |= prefix ? PREFIX : 0;
      case Content.Unreadable() -> first |= UNREADABLE;
      case Content.None() -> {}
    }
    int compared = 0;
    part.clear();
    for (Field field : FIELDS) {
      if (found.kind.isCompared(field, wanted)) {
        compared |= field.bit();
        field(field, found);
      }
    }
    out.clear();
    out.put(first).number(compared).number(part.length()).put(part);
    part.clear();
    for (Field field : FIELDS) {
      if (found.kind.fields().contains(field) && !found.kind.isCompared(field, wanted)) {
        field(field, found);
      }
    }
    return out.put(part).toBytes();
  }

  private void field(Field field, Found found) {
    FileStat stat = found.stat;
    switch (field) {
      case SIZE -> part.number(found.size);
      case HASH -> {
        if (found.hash instanceof Content.Hashed(ByteString hash, boolean prefix)) {
          part.put(hash.array());
        }
      }
      case TARGET -> part.number(found.target.length()).put(found.target.array());
      case OWNER -> part.number(stat.uid() & 0xffff_ffffL).number(stat.gid() & 0xffff_ffffL);
      case MODE -> part.number(stat.mode() & 0_7777);
      case XATTRS -> xattrs(found.xattrs);
      case FLAGS -> part.number(stat.attributes() & FLAGS);
      case LINKS -> part.number(stat.links() & 0xffff_ffffL);
      case INODE -> part.number(stat.inode());
      case MTIME -> part.signed(stat.mtime().seconds()).number(stat.mtime().nanos());
      case CTIME -> part.signed(stat.ctime().seconds()).number(stat.ctime().nanos());
      case SPECIAL -> part.number(stat.special() >>> 32).number(stat.special() & 0xffff_ffffL);
    }
  }

  private void xattrs(List<Xattr> xattrs) {
    listed.clear();
    listed.number(xattrs.size());
    for (Xattr xattr : xattrs) {
      listed.number(xattr.name().length).put(xattr.name());
      boolean whole = xattr.value().length <= MAX_VALUE;
      listed.number((long) xattr.value().length << 1 | (whole ? 0 : 1));
      listed.put(whole ? xattr.value() : digest.digest(xattr.value()));
    }
    if (listed.length() <= MAX_XATTRS) {
      part.put(LISTED).put(listed);
    } else {
      part.put(DIGESTED).put(digest.digest(listed.toBytes()));
    }
  }
}
