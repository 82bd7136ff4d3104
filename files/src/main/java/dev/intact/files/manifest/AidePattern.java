package dev.intact.files.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A regular expression of AIDE as patterns of paths. Only what means exactly the same is taken.
 *
 * @param globs alternatives, at least one
 * @param literal whether it is a path and no pattern
 * @param ended whether it stands for the whole path and nothing that begins so
 */
record AidePattern(List<String> globs, boolean literal, boolean ended) {

  private static final int MAX_ALTERNATIVES = 64;

  AidePattern {
    globs = List.copyOf(globs);
  }

  /** It means something that a pattern of paths cannot. */
  static final class NoPatternException extends Exception {
    private static final long serialVersionUID = 1L;

    NoPatternException(String message) {
      super(message);
    }
  }

  static AidePattern of(String regex) throws NoPatternException {
    String text = regex.startsWith("^") ? regex.substring(1) : regex;
    boolean ended = false;
    for (String end : List.of("(/|$)", "($|/)", "(/.*)?$")) {
      if (text.endsWith(end)) {
        // The path and what lies under it: what a root and an exclusion mean anyway.
        return parse(text.substring(0, text.length() - end.length()), false);
      }
    }
    if (text.endsWith("$") && !text.endsWith("\\$")) {
      text = text.substring(0, text.length() - 1);
      ended = true;
    }
    return parse(text, ended);
  }

  private static AidePattern parse(String text, boolean ended) throws NoPatternException {
    Parser parser = new Parser(text);
    List<String> globs = parser.alternatives(0);
    if (parser.at < text.length()) {
      throw new NoPatternException("a parenthesis is not opened");
    }
    List<String> clean = new ArrayList<>();
    for (String glob : globs) {
      String path =
          glob.length() > 1 && glob.endsWith("/") ? glob.substring(0, glob.length() - 1) : glob;
      if (!path.startsWith("/")) {
        throw new NoPatternException("it is no absolute path");
      }
      clean.add(path);
    }
    return new AidePattern(clean, parser.literal, ended);
  }

  private static final class Parser {
    private final String text;
    private int at;
    private boolean literal = true;

    Parser(String text) {
      this.text = text;
    }

    /** Up to the end or a closing parenthesis. */
    List<String> alternatives(int depth) throws NoPatternException {
      if (depth > 20) {
        throw new NoPatternException("it is nested too deeply");
      }
      List<String> all = new ArrayList<>();
      List<String> now = new ArrayList<>(List.of(""));
      while (at < text.length() && text.charAt(at) != ')') {
        if (text.charAt(at) == '|') {
          literal = false;
          all.addAll(now);
          now = new ArrayList<>(List.of(""));
          at++;
        } else {
          now = product(now, piece(depth));
        }
      }
      all.addAll(now);
      return all;
    }

    private static List<String> product(List<String> heads, List<String> tails)
        throws NoPatternException {
      if ((long) heads.size() * tails.size() > MAX_ALTERNATIVES) {
        throw new NoPatternException("it has more than " + MAX_ALTERNATIVES + " alternatives");
      }
      List<String> all = new ArrayList<>();
      for (String head : heads) {
        tails.forEach(tail -> all.add(head + tail));
      }
      return all;
    }

    private char next() {
      return at < text.length() ? text.charAt(at) : 0;
    }

    private List<String> piece(int depth) throws NoPatternException {
      char c = text.charAt(at++);
      List<String> one =
          switch (c) {
            case '(' -> group(depth);
            case '[' -> set();
            case '.' -> any();
            case '\\' -> List.of(escape());
            case '$', '^', '*', '+', '?', '{', '}' ->
                throw new NoPatternException(c + " stands where it has no counterpart");
            default -> List.of(plain(c));
          };
      switch (next()) {
        case '?' -> {
          at++;
          literal = false;
          List<String> optional = new ArrayList<>(one);
          optional.add("");
          return optional;
        }
        case '*', '+', '{' ->
            throw new NoPatternException(
                "a repetition of anything but . and [^/] has no counterpart");
        default -> {
          return one;
        }
      }
    }

    private List<String> group(int depth) throws NoPatternException {
      literal = false;
      if (text.startsWith("?:", at)) {
        at += 2;
      }
      List<String> inner = alternatives(depth + 1);
      if (next() != ')') {
        throw new NoPatternException("a parenthesis is not closed");
      }
      at++;
      return inner;
    }

    private List<String> any() throws NoPatternException {
      literal = false;
      if (next() == '*') {
        at++;
        return List.of("**");
      }
      if (next() == '+') {
        throw new NoPatternException(".+ has no counterpart; .* has");
      }
      return List.of("?");
    }

    private List<String> set() throws NoPatternException {
      literal = false;
      int close = text.indexOf(']', at + 1);
      if (close < 0) {
        throw new NoPatternException("a set is not closed");
      }
      String body = text.substring(at, close);
      at = close + 1;
      if (body.equals("^/")) {
        if (next() == '*') {
          at++;
          return List.of("*");
        }
        if (next() == '+') {
          at++;
          return List.of("?*");
        }
        return List.of("?");
      }
      if (body.contains("[") || body.contains("\\") || body.chars().anyMatch(b -> b > 126)) {
        throw new NoPatternException("the set [" + body + "] has no counterpart");
      }
      return List.of("[" + (body.startsWith("^") ? "!" + body.substring(1) : body) + "]");
    }

    private String escape() throws NoPatternException {
      if (at == text.length()) {
        throw new NoPatternException("it ends with a backslash");
      }
      char c = text.charAt(at++);
      if (c == 'd') {
        literal = false;
        return "[0-9]";
      }
      if (c == 'x'
          && at + 2 <= text.length()
          && text.substring(at, at + 2).matches("[0-9a-fA-F]{2}")) {
        at += 2;
        return "\\x" + text.substring(at - 2, at).toLowerCase(Locale.ROOT);
      }
      if (Character.isLetterOrDigit(c)) {
        throw new NoPatternException("\\" + c + " has no counterpart");
      }
      return plain(c);
    }

    /** A byte that stands for itself, also where patterns have a meaning for it. */
    private static String plain(char c) {
      return switch (c) {
        case '*', '?', '[', '\\' -> String.format(Locale.ROOT, "\\x%02x", (int) c);
        default -> Character.toString(c);
      };
    }
  }
}
