package dev.intact.json;

/** The one place that knows a lone surrogate. */
final class Surrogates {

  private Surrogates() {}

  static void requirePaired(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      boolean paired =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (!paired) {
        throw new IllegalArgumentException("lone surrogate at character " + i);
      }
      i++;
    }
  }
}
