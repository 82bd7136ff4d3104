package dev.intact.files.scan;

import dev.intact.files.linux.FileStat;
import java.util.EnumSet;
import java.util.Set;

/** What an entry of a directory is. The ordinal is written in states: the order is for ever. */
public enum Kind {
  /** Not in use, so that no state begins with a zero. */
  NONE("nothing", EnumSet.noneOf(Field.class)),
  /** A file with content. */
  REGULAR("regular file", EnumSet.complementOf(EnumSet.of(Field.TARGET, Field.SPECIAL))),
  /** A directory; its size and links say nothing that its entries do not. */
  DIRECTORY(
      "directory",
      EnumSet.of(
          Field.OWNER,
          Field.MODE,
          Field.XATTRS,
          Field.FLAGS,
          Field.INODE,
          Field.MTIME,
          Field.CTIME)),
  /** A symbolic link; it has no mode of its own. */
  LINK(
      "symbolic link",
      EnumSet.of(Field.TARGET, Field.OWNER, Field.XATTRS, Field.INODE, Field.MTIME, Field.CTIME)),
  /** A named pipe. */
  PIPE("named pipe", special(false)),
  /** A socket. */
  SOCKET("socket", special(false)),
  /** A character device. */
  CHARACTER("character device", special(true)),
  /** A block device. */
  BLOCK("block device", special(true)),
  /** A directory that another file system is mounted on, and that was not entered. */
  MOUNT("mount point", EnumSet.noneOf(Field.class));

  private final String text;
  private final Set<Field> fields;

  Kind(String text, Set<Field> fields) {
    this.text = text;
    this.fields = fields;
  }

  private static Set<Field> special(boolean device) {
    Set<Field> fields =
        EnumSet.of(Field.OWNER, Field.MODE, Field.XATTRS, Field.INODE, Field.MTIME, Field.CTIME);
    if (device) {
      fields.add(Field.SPECIAL);
    }
    return fields;
  }

  /** The fields that such an entry has. */
  Set<Field> fields() {
    return fields;
  }

  /**
   * Whether this field must stay of such an entry, if these are wanted. The times of a pipe and of
   * a device say when it was written to, as it is meant to be.
   */
  boolean isCompared(Field field, Set<Field> wanted) {
    boolean use =
        (field == Field.MTIME || field == Field.CTIME)
            && (this == PIPE || this == CHARACTER || this == BLOCK);
    return fields.contains(field) && wanted.contains(field) && !use;
  }

  /** What a stat says it is; NONE if the kernel has a new type. */
  static Kind of(FileStat stat) {
    return switch (stat.type()) {
      case 1 -> PIPE;
      case 2 -> CHARACTER;
      case 4 -> DIRECTORY;
      case 6 -> BLOCK;
      case 8 -> REGULAR;
      case 10 -> LINK;
      case 12 -> SOCKET;
      default -> NONE;
    };
  }

  /**
   * For people.
   *
   * @return its name
   */
  @Override
  public String toString() {
    return text;
  }
}
