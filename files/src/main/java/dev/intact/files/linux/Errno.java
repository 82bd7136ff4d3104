package dev.intact.files.linux;

/** Errors of the kernel that a scan tells apart. */
final class Errno {

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int ENXIO = 6;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int EXDEV = 18;
  static final int ENODEV = 19;
  static final int ENOTDIR = 20;
  static final int ENOSPC = 28;
  static final int ERANGE = 34;
  static final int ELOOP = 40;
  static final int ENODATA = 61;
  static final int EOVERFLOW = 75;
  static final int EOPNOTSUPP = 95;
  static final int ESTALE = 116;

  private Errno() {}

  static String text(int errno) {
    return switch (errno) {
      case EPERM -> "operation not permitted";
      case ENOENT -> "no such file or directory";
      case EINTR -> "interrupted";
      case 5 -> "input/output error";
      case ENXIO -> "no such device or address";
      case ENOMEM -> "out of memory";
      case EACCES -> "permission denied";
      case EXDEV -> "part of another file system";
      case ENODEV -> "no such device, or its files have no handles";
      case ENOTDIR -> "not a directory";
      case 21 -> "is a directory";
      case 23, 24 -> "too many open files";
      case 26 -> "file busy";
      case ENOSPC -> "no space left, or a limit reached";
      case 36 -> "name too long";
      case ELOOP -> "a symbolic link";
      case 61 -> "no such attribute";
      case EOPNOTSUPP -> "not supported";
      case 107 -> "not connected";
      case 110 -> "timed out";
      case ESTALE -> "stale file handle";
      default -> "error " + errno;
    };
  }
}
