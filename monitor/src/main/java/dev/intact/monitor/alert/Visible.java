package dev.intact.monitor.alert;

/**
 * Makes text that an attacker may have chosen (a file's name, a record's id) harmless for a line on
 * a terminal, in a mail's subject, in a log: what is no visible character is written as its number.
 */
public final class Visible {

  private static final String CUT = "…";

  private Visible() {}

  /**
   * One line of visible characters.
   *
   * @param text any text
   * @param max longest result in UTF-16 units, at least 1
   * @return the text; controls, line ends, invisible and direction-changing characters and lone
   *     surrogates as <code>\\u{hex}</code>; cut with … behind
   */
  public static String line(String text, int max) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), max));
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      String shown = shown(c);
      if (line.length() + shown.length() > max - (isLast(text, at, c) ? 0 : CUT.length())) {
        return line.append(CUT).toString();
      }
      line.append(shown);
      at += Character.charCount(c);
    }
    return line.toString();
  }

  private static boolean isLast(String text, int at, int c) {
    return at + Character.charCount(c) >= text.length();
  }

  private static String shown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          "\\u{" + Integer.toHexString(c) + "}";
      default -> Character.toString(c);
    };
  }
}
