package dev.intact.files.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What {@code statx(2)} says of a file.
 *
 * @param mode type and permissions, as in {@code st_mode}
 * @param links hard links
 * @param uid owner
 * @param gid group
 * @param inode number within its device
 * @param size bytes
 * @param device the device that it is on, major in the upper half
 * @param special the device that it is, major in the upper half; 0 if it is none
 * @param mtime last change of the content
 * @param ctime last change of content or attributes; cannot be set by a program
 * @param attributes {@code stx_attributes} as far as the file system supports them
 */
public record FileStat(
    int mode,
    int links,
    int uid,
    int gid,
    long inode,
    long size,
    long device,
    long special,
    FileTime mtime,
    FileTime ctime,
    long attributes) {

  static final int BYTES = 256;

  private static final int TYPE = 0_170000;
  private static final int REGULAR = 0_100000;
  private static final int DIRECTORY = 0_040000;
  private static final int LINK = 0_120000;
  private static final long MOUNT_ROOT = 0x2000;

  /**
   * A time as the kernel keeps it.
   *
   * @param seconds since 1970
   * @param nanos 0 to 999,999,999
   */
  public record FileTime(long seconds, int nanos) {}

  /** Reads {@code struct statx}, whose layout is the same on all architectures. */
  static FileStat read(MemorySegment statx) {
    return new FileStat(
        statx.get(ValueLayout.JAVA_SHORT, 28) & 0xffff,
        statx.get(ValueLayout.JAVA_INT, 16),
        statx.get(ValueLayout.JAVA_INT, 20),
        statx.get(ValueLayout.JAVA_INT, 24),
        statx.get(ValueLayout.JAVA_LONG, 32),
        statx.get(ValueLayout.JAVA_LONG, 40),
        pair(statx, 136),
        pair(statx, 128),
        time(statx, 112),
        time(statx, 96),
        statx.get(ValueLayout.JAVA_LONG, 8) & statx.get(ValueLayout.JAVA_LONG, 56));
  }

  private static long pair(MemorySegment statx, long at) {
    return (long) statx.get(ValueLayout.JAVA_INT, at) << 32
        | statx.get(ValueLayout.JAVA_INT, at + 4) & 0xffff_ffffL;
  }

  private static FileTime time(MemorySegment statx, long at) {
    return new FileTime(
        statx.get(ValueLayout.JAVA_LONG, at), statx.get(ValueLayout.JAVA_INT, at + 8));
  }

  /**
   * Whether it is a regular file.
   *
   * @return true if it is
   */
  public boolean isRegular() {
    return (mode & TYPE) == REGULAR;
  }

  /**
   * Whether it is a directory.
   *
   * @return true if it is
   */
  public boolean isDirectory() {
    return (mode & TYPE) == DIRECTORY;
  }

  /**
   * Whether it is a symbolic link.
   *
   * @return true if it is
   */
  public boolean isLink() {
    return (mode & TYPE) == LINK;
  }

  /**
   * The type alone.
   *
   * @return {@code S_IFMT} of the mode, shifted down to 0 to 15
   */
  public int type() {
    return (mode & TYPE) >> 12;
  }

  /**
   * Whether a file system is mounted here.
   *
   * @return true if it is the root of a mount
   */
  public boolean isMountRoot() {
    return (attributes & MOUNT_ROOT) != 0;
  }

  /**
   * Whether it is the same file.
   *
   * @param other another stat
   * @return true if device and inode agree
   */
  public boolean isSameFile(FileStat other) {
    return inode == other.inode && device == other.device;
  }
}
