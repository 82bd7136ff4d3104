package dev.intact.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this machine is called. */
final class Hosts {

  private Hosts() {}

  /** Its name, as messages have it. */
  static String name() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost"; // a machine without a name of its own
    }
  }
}
