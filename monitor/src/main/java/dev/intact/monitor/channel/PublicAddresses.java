package dev.intact.monitor.channel;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Tells addresses of the public network from those that only mean something inside of one. */
final class PublicAddresses {

  private PublicAddresses() {}

  static boolean contain(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
  }

  /** Without 0/8, 100.64/10 (shared), 192.0.0/24, 198.18/15 (tests), 240/4 and broadcast. */
  private static boolean isPublic4(byte[] bytes) {
    int a = bytes[0] & 0xff;
    int b = bytes[1] & 0xff;
    return a != 0
        && !(a == 100 && (b & 0xc0) == 64)
        && !(a == 192 && b == 0 && bytes[2] == 0)
        && !(a == 198 && (b & 0xfe) == 18)
        && a < 240;
  }

  /** Only 2000::/3, and of it neither 6to4 nor Teredo, which wrap addresses of version 4. */
  private static boolean isPublic6(byte[] bytes) {
    boolean global = (bytes[0] & 0xe0) == 0x20;
    boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
    boolean teredo = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0;
    return global && !sixToFour && !teredo;
  }
}
