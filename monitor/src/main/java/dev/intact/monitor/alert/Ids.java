package dev.intact.monitor.alert;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids that follow from what they name, so that they are the same however often they are made. */
public final class Ids {

  private Ids() {}

  /**
   * An id.
   *
   * @param prefix what kind of thing, in lower case
   * @param parts what tells it from all others
   * @return the prefix, a dash, 20 hexadecimal digits
   */
  public static String of(String prefix, String... parts) {
    return prefix + "-" + digest(10, parts);
  }

  static String digest(int bytes, String... parts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
        sha256.update((utf8.length + ":").getBytes(StandardCharsets.US_ASCII));
        sha256.update(utf8);
      }
      return HexFormat.of().formatHex(sha256.digest(), 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
