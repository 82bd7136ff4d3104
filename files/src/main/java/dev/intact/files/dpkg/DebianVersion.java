package dev.intact.files.dpkg;

/** The order of versions by Debian Policy, section 5.6.12. */
final class DebianVersion {

  private DebianVersion() {}

  /** Negative if {@code a} is the earlier one. */
  static int compare(String a, String b) {
    int epoch = number(epoch(a), epoch(b));
    if (epoch != 0) {
      return epoch;
    }
    String restA = a.substring(a.indexOf(':') + 1);
    String restB = b.substring(b.indexOf(':') + 1);
    int dashA = restA.lastIndexOf('-');
    int dashB = restB.lastIndexOf('-');
    int upstream =
        part(
            dashA < 0 ? restA : restA.substring(0, dashA),
            dashB < 0 ? restB : restB.substring(0, dashB));
    return upstream != 0
        ? upstream
        : part(
            dashA < 0 ? "" : restA.substring(dashA + 1),
            dashB < 0 ? "" : restB.substring(dashB + 1));
  }

  private static String epoch(String version) {
    int colon = version.indexOf(':');
    return colon < 0 ? "" : version.substring(0, colon);
  }

  /** By turns what are no digits, then a number. */
  private static int part(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() || j < b.length()) {
      while ((i < a.length() && !isDigit(a, i)) || (j < b.length() && !isDigit(b, j))) {
        int order = Integer.compare(rank(a, i), rank(b, j));
        if (order != 0) {
          return order;
        }
        i++;
        j++;
      }
      int endA = digits(a, i);
      int endB = digits(b, j);
      int order = number(a.substring(i, endA), b.substring(j, endB));
      if (order != 0) {
        return order;
      }
      i = endA;
      j = endB;
    }
    return 0;
  }

  private static boolean isDigit(String text, int at) {
    return text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private static int digits(String text, int from) {
    int to = from;
    while (to < text.length() && isDigit(text, to)) {
      to++;
    }
    return to;
  }

  /** A tilde before the end, letters before everything else. */
  private static int rank(String text, int at) {
    if (at >= text.length() || isDigit(text, at)) {
      return 0;
    }
    char c = text.charAt(at);
    if (c == '~') {
      return -1;
    }
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ? c : c + 256;
  }

  private static int number(String a, String b) {
    String x = a.replaceFirst("^0+", "");
    String y = b.replaceFirst("^0+", "");
    return x.length() != y.length() ? Integer.compare(x.length(), y.length()) : x.compareTo(y);
  }
}
