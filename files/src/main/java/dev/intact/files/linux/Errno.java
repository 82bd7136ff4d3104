package dev.intact.files.linux;

/** Errors of the kernel that a scan tells apart. */
final class Errno {

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int ENXIO = 6;
  static final int EACCES = 13;
  static final int ENOTDIR = 20;
  static final int ERANGE = 34;
  static final int ELOOP = 40;
  static final int ENODATA = 61;
  static final int EOPNOTSUPP = 95;

  private Errno() {}

  static String text(int errno) {
    return switch (errno) {
      case EPERM -> "operation not permitted";
      case ENOENT -> "no such file or directory";
      case EINTR -> "interrupted";
      case 5 -> "input/output error";
      case ENXIO -> "no such device or address";
      case 12 -> "out of memory";
      case EACCES -> "permission denied";
      case ENOTDIR -> "not a directory";
      case 21 -> "is a directory";
      case 23, 24 -> "too many open files";
      case 26 -> "file busy";
      case 36 -> "name too long";
      case ELOOP -> "a symbolic link";
      case 61 -> "no such attribute";
      case EOPNOTSUPP -> "not supported";
      case 107 -> "not connected";
      case 110 -> "timed out";
      case 116 -> "stale file handle";
      default -> "error " + errno;
    };
  }
}
