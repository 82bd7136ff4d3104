package dev.intact.files.scan;

import java.util.Arrays;

/**
 * Absolute paths as bytes, in the order of a walk: a directory before what is in it, and that
 * before the directory's next sibling; siblings by the unsigned bytes of their names.
 */
final class Paths {

  private Paths() {}

  /** The order of a walk, which is that of the bytes if a slash counts as the least of them. */
  static int compare(byte[] a, byte[] b) {
    int at = Arrays.mismatch(a, b);
    if (at < 0) {
      return 0;
    }
    if (at >= a.length || at >= b.length) {
      return a.length - b.length;
    }
    return Integer.compare(rank(a[at]), rank(b[at]));
  }

  private static int rank(byte b) {
    return b == '/' ? 0 : b & 0xff;
  }

  /** Whether a path is a directory's or lies under it. */
  static boolean isWithin(byte[] path, byte[] directory) {
    if (directory.length == 1) { // the root
      return true;
    }
    return path.length >= directory.length
        && Arrays.equals(path, 0, directory.length, directory, 0, directory.length)
        && (path.length == directory.length || path[directory.length] == '/');
  }

  /** The path of an entry whose name is ended by NUL. */
  static byte[] join(byte[] directory, byte[] entry) {
    int length = nameLength(entry);
    int base = directory.length == 1 ? 0 : directory.length;
    byte[] path = Arrays.copyOf(directory, base + 1 + length);
    path[base] = '/';
    System.arraycopy(entry, 0, path, base + 1, length);
    return path;
  }

  static int nameLength(byte[] entry) {
    int length = 0;
    while (entry[length] != 0) {
      length++;
    }
    return length;
  }

  /** The last component, ended by NUL; {@code .} for the root itself. */
  static byte[] lastName(byte[] path) {
    int from = path.length;
    while (from > 0 && path[from - 1] != '/') {
      from--;
    }
    if (from == path.length) {
      return new byte[] {'.', 0};
    }
    return Arrays.copyOf(Arrays.copyOfRange(path, from, path.length), path.length - from + 1);
  }

  /** The directory that holds a path; the root for itself. */
  static byte[] parent(byte[] path) {
    int slash = path.length - 1;
    while (slash > 0 && path[slash] != '/') {
      slash--;
    }
    return Arrays.copyOf(path, Math.max(1, slash));
  }
}
