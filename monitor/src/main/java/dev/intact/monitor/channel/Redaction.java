package dev.intact.monitor.channel;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes secrets out of what a receiver says: it may repeat what it was sent.
 *
 * @param secrets what is taken out, the longest first
 */
record Redaction(List<String> secrets) {

  /** Nothing is secret. */
  static final Redaction NONE = new Redaction(List.of());

  private static final String INSTEAD = "[secret]";

  /** Shorter parts of an address are no secrets, and would be found in every text. */
  private static final int MIN_PART = 8;

  Redaction {
    secrets = List.copyOf(secrets);
  }

  /** A token or password, whole. */
  static Redaction ofToken(String token) {
    return new Redaction(List.of(token));
  }

  /** An address whose knowledge is enough to send there: whole, and each longer part. */
  static Redaction ofAddress(String address) {
    return new Redaction(
        Stream.concat(Stream.of(address), Arrays.stream(address.split("[/?&=#]")))
            .filter(p -> p.length() >= MIN_PART)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  String of(String text) {
    String told = text;
    for (String secret : secrets) {
      told = told.replace(secret, INSTEAD);
    }
    return told;
  }
}
