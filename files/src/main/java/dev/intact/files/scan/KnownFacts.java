package dev.intact.files.scan;

import dev.intact.files.linux.FileStat;
import dev.intact.files.linux.FileStat.FileTime;
import java.util.Optional;

/**
 * Of a recorded state what a scan asks for before it reads the file again.
 *
 * @param kind what it was
 * @param hashed whether there is a hash of all that it held
 * @param size bytes that count
 * @param inode number
 * @param mtime as recorded
 * @param ctime as recorded
 */
record KnownFacts(
    Kind kind, boolean hashed, long size, long inode, FileTime mtime, FileTime ctime) {

  private static final FileTime NEVER = new FileTime(Long.MIN_VALUE, 0);

  /** The facts in a state; empty if it is malformed, so that nothing is taken on trust. */
  static Optional<KnownFacts> of(byte[] state) {
    try {
      return Optional.of(read(new ByteSource(state)));
    } catch (StateFormatException e) {
      return Optional.empty();
    }
  }

  private static KnownFacts read(ByteSource in) throws StateFormatException {
    int first = in.get();
    Kind kind = Kind.values()[Math.min(first & StateWriter.KIND, Kind.values().length - 1)];
    boolean readable = (first & StateWriter.UNREADABLE) == 0;
    long compared = in.number();
    in.number();
    long size = -1;
    long inode = -1;
    FileTime mtime = NEVER;
    FileTime ctime = NEVER;
    for (boolean now : new boolean[] {true, false}) {
      for (Field field : Field.values()) {
        if (!kind.fields().contains(field) || ((compared & field.bit()) != 0) != now) {
          continue;
        }
        switch (field) {
          case SIZE -> size = in.number();
          case INODE -> inode = in.number();
          case MTIME -> mtime = new FileTime(in.signed(), (int) in.number());
          case CTIME -> ctime = new FileTime(in.signed(), (int) in.number());
          case HASH -> in.skip(readable ? StateWriter.HASH_BYTES : 0);
          case TARGET -> in.skip(in.count());
          case OWNER, SPECIAL -> {
            in.number();
            in.number();
          }
          case MODE, FLAGS, LINKS -> in.number();
          case XATTRS -> skipXattrs(in);
        }
      }
    }
    boolean hashed = readable && kind == Kind.REGULAR;
    return new KnownFacts(kind, hashed, size, inode, mtime, ctime);
  }

  private static void skipXattrs(ByteSource in) throws StateFormatException {
    if (in.get() == StateWriter.DIGESTED) {
      in.skip(StateWriter.HASH_BYTES);
      return;
    }
    for (int count = in.count(); count > 0; count--) {
      in.skip(in.count());
      long length = in.number();
      in.skip((length & 1) == 0 ? (int) Math.min(length >> 1, 1 << 20) : StateWriter.HASH_BYTES);
    }
  }

  /**
   * Whether a file that was not opened may be taken for unchanged: nothing can change content or
   * attributes and put the time of change back. Not so if it was changed about when its state was
   * recorded: then a later change may have got the same time.
   *
   * @param now its stat
   * @param since the time before which it must have been changed last
   */
  boolean isTrusted(FileStat now, FileTime since) {
    return kind == Kind.REGULAR
        && hashed
        && now.isRegular()
        && now.size() == size
        && now.inode() == inode
        && now.mtime().equals(mtime)
        && now.ctime().equals(ctime)
        && isBefore(ctime, since)
        && isBefore(mtime, since);
  }

  private static boolean isBefore(FileTime a, FileTime b) {
    return a.seconds() == b.seconds() ? a.nanos() < b.nanos() : a.seconds() < b.seconds();
  }
}
