package dev.intact.monitor.channel;

import java.net.URI;
import java.net.URISyntaxException;

/** Addresses of receivers. */
final class Addresses {

  private Addresses() {}

  /**
   * An address of HTTP.
   *
   * @param text as it was configured
   * @return the address
   * @throws SecretException if it is none; does not repeat it
   */
  static URI http(String text) throws SecretException {
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme());
      if ((scheme.equals("https") || scheme.equals("http"))
          && uri.getHost() != null
          && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // told below, without the text
    }
    throw new SecretException("the address is no http or https URL with a host and without a user");
  }
}
