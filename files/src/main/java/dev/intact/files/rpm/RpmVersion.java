package dev.intact.files.rpm;

/** The order of {@code epoch:version-release}, by rpm's own comparison of versions. */
final class RpmVersion {

  private RpmVersion() {}

  /** Negative if {@code a} is the earlier one. */
  static int compare(String a, String b) {
    String[] x = parts(a);
    String[] y = parts(b);
    for (int i = 0; i < x.length; i++) {
      int order = part(x[i], y[i]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static String[] parts(String version) {
    int colon = version.indexOf(':');
    String rest = version.substring(colon + 1);
    int dash = rest.lastIndexOf('-');
    return new String[] {
      colon < 0 ? "0" : version.substring(0, colon),
      dash < 0 ? rest : rest.substring(0, dash),
      dash < 0 ? "" : rest.substring(dash + 1)
    };
  }

  /** Runs of digits and of letters; a tilde sorts before the end, a caret behind it. */
  private static int part(String a, String b) {
    int i = 0;
    int j = 0;
    while (true) {
      i = separators(a, i);
      j = separators(b, j);
      char c = i < a.length() ? a.charAt(i) : 0;
      char d = j < b.length() ? b.charAt(j) : 0;
      if (c == '~' || d == '~') {
        if (c != d) {
          return c == '~' ? -1 : 1;
        }
        i++;
        j++;
        continue;
      }
      if (c == '^' || d == '^') {
        if (c == d) {
          i++;
          j++;
          continue;
        }
        return c == '^' ? (d == 0 ? 1 : -1) : (c == 0 ? -1 : 1);
      }
      if (c == 0 || d == 0) {
        return c == d ? 0 : c == 0 ? -1 : 1;
      }
      boolean digits = isDigit(c);
      int endA = run(a, i, digits);
      int endB = run(b, j, digits);
      if (endB == j) {
        return digits ? 1 : -1; // a number is the newer one
      }
      int order = segment(a.substring(i, endA), b.substring(j, endB), digits);
      if (order != 0) {
        return order;
      }
      i = endA;
      j = endB;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static int separators(String text, int from) {
    int to = from;
    while (to < text.length()
        && !isDigit(text.charAt(to))
        && !isLetter(text.charAt(to))
        && text.charAt(to) != '~'
        && text.charAt(to) != '^') {
      to++;
    }
    return to;
  }

  private static int run(String text, int from, boolean digits) {
    int to = from;
    while (to < text.length() && (digits ? isDigit(text.charAt(to)) : isLetter(text.charAt(to)))) {
      to++;
    }
    return to;
  }

  private static int segment(String a, String b, boolean digits) {
    if (!digits) {
      return a.compareTo(b);
    }
    String x = a.replaceFirst("^0+", "");
    String y = b.replaceFirst("^0+", "");
    return x.length() != y.length() ? Integer.compare(x.length(), y.length()) : x.compareTo(y);
  }
}
