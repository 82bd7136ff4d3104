package dev.intact.monitor.alert;

/** Names of monitors and patterns of them. */
public final class Names {

  private Names() {}

  /**
   * Whether a pattern matches a name as a whole.
   *
   * @param pattern a name in which * stands for any characters; none of them is special otherwise
   * @param name the name
   * @return true if it does; takes time in proportion to both lengths multiplied, at most
   */
  public static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int from = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        from = n;
      } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++from;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
