package dev.intact.server;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * HTTP Basic authentication (RFC 7617): a browser knows no other. Only for pages that change
 * nothing: a browser sends the password by itself, whoever made it ask.
 */
final class Passwords {

  /** What makes a browser ask its user. */
  static final String CHALLENGE = "Bearer, Basic realm=\"intact: any name, the API key\"";

  private static final String SCHEME = "Basic ";

  private Passwords() {}

  /** The password; the user's name is not looked at. */
  static Optional<String> of(HttpFields headers) {
    List<String> values = headers.getValuesList(HttpHeader.AUTHORIZATION);
    if (values.size() != 1 || !values.getFirst().regionMatches(true, 0, SCHEME, 0, 6)) {
      return Optional.empty();
    }
    try {
      byte[] pair = Base64.getDecoder().decode(values.getFirst().substring(6).strip());
      String text = new String(pair, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
