package dev.intact.files.scan;

import java.util.Arrays;

/** Compares states without reading them. */
final class States {

  private States() {}

  /**
   * Whether all that must stay has stayed: nearly always all bytes are the same; else the beginning
   * as far as the fields that must stay.
   */
  static boolean isUnchanged(byte[] old, byte[] now) {
    if (Arrays.equals(old, now)) {
      return true;
    }
    int end = comparedEnd(old);
    return end > 0
        && end <= now.length
        && comparedEnd(now) == end
        && Arrays.equals(old, 0, end, now, 0, end);
  }

  /** Behind the fields that must stay; -1 if it is no state. */
  private static int comparedEnd(byte[] state) {
    try {
      ByteSource in = new ByteSource(state);
      in.get();
      in.number();
      int length = in.count();
      return in.position() + length;
    } catch (StateFormatException e) {
      return -1;
    }
  }
}
