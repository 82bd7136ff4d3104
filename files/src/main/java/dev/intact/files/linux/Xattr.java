package dev.intact.files.linux;

import java.util.Arrays;
import java.util.Comparator;

/** An extended attribute. Immutable as long as nobody writes into what it gives. */
public final class Xattr {

  /** By the bytes of their names. */
  public static final Comparator<Xattr> BY_NAME = (a, b) -> Arrays.compareUnsigned(a.name, b.name);

  private final byte[] name;
  private final byte[] value;

  Xattr(byte[] name, byte[] value) {
    this.name = name;
    this.value = value;
  }

  /**
   * Its name, for example {@code user.comment}.
   *
   * @return not to be changed
   */
  public byte[] name() {
    return name;
  }

  /**
   * Its value.
   *
   * @return not to be changed
   */
  public byte[] value() {
    return value;
  }
}
