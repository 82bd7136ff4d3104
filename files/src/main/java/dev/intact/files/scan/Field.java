package dev.intact.files.scan;

/**
 * A fact of a file's state. The ordinal is the bit by which states name it and the order in which
 * they hold it: the order is for ever.
 */
public enum Field {
  /** Bytes of content. */
  SIZE("size"),
  /** SHA-256 of the content. */
  HASH("SHA-256"),
  /** Where a symbolic link leads. */
  TARGET("link target"),
  /** User and group. */
  OWNER("owner"),
  /** Permissions with the set-id bits. */
  MODE("mode"),
  /** Extended attributes; ACLs and capabilities are among them. */
  XATTRS("extended attributes"),
  /** Immutable, append-only and others of {@code chattr}. */
  FLAGS("flags"),
  /** How many names the file has. */
  LINKS("hard links"),
  /** Its number in the file system. */
  INODE("inode"),
  /** Last change of the content, as a program may set it. */
  MTIME("modified"),
  /** Last change of anything, as the kernel sets it. */
  CTIME("changed"),
  /** Major and minor number of a device. */
  SPECIAL("device");

  private final String text;

  Field(String text) {
    this.text = text;
  }

  int bit() {
    return 1 << ordinal();
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
