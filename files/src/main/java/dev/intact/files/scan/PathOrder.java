package dev.intact.files.scan;

import java.util.Comparator;

/** The order in which a scan shows paths: a directory, then what is in it, then its siblings. */
public enum PathOrder implements Comparator<ByteString> {
  /** There is one. */
  WALK;

  @Override
  public int compare(ByteString a, ByteString b) {
    return Paths.compare(a.array(), b.array());
  }

  /**
   * Whether a path is a directory's or lies under it.
   *
   * @param path absolute
   * @param directory absolute
   * @return true if it does
   */
  public static boolean isWithin(ByteString path, ByteString directory) {
    return Paths.isWithin(path.array(), directory.array());
  }

  /**
   * The directory that holds a path.
   *
   * @param path absolute
   * @return the root for the root
   */
  public static ByteString parent(ByteString path) {
    return ByteString.owning(Paths.parent(path.array()));
  }

  /**
   * The path of an entry.
   *
   * @param directory absolute
   * @param name ended by NUL; {@code .} stands for the directory itself
   * @return absolute
   */
  public static ByteString child(ByteString directory, byte[] name) {
    boolean self = name[0] == 0 || (name[0] == '.' && name[1] == 0);
    return self ? directory : ByteString.owning(Paths.join(directory.array(), name));
  }

  /**
   * The last component of a path.
   *
   * @param path absolute
   * @return ended by NUL; {@code .} for the root
   */
  public static byte[] name(ByteString path) {
    return Paths.lastName(path.array());
  }
}
