package dev.intact.files.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A pattern over the bytes of a whole path. {@code *} is any bytes but a slash, {@code **} any
 * bytes, {@code ?} one byte but a slash, {@code [a-z]} and {@code [!a-z]} one of a set; a backslash
 * escapes as in {@link ByteString#parse} ({@code \x2a} is a star). A pattern that does not begin
 * with a slash is that of a name, in any directory. Immutable; matching never takes longer than the
 * product of both lengths.
 */
public final class Glob {

  private static final int ANY = 256;
  private static final int ANY_PATH = 257;
  private static final int ONE = 258;
  private static final int SET = 259;

  private final String text;
  private final int[] tokens;
  private final List<boolean[]> sets;

  private Glob(String text, int[] tokens, List<boolean[]> sets) {
    this.text = text;
    this.tokens = tokens;
    this.sets = sets;
  }

  /**
   * Reads a pattern.
   *
   * @param text the pattern
   * @return what it matches
   * @throws IllegalArgumentException if it is empty or a set is not closed
   */
  public static Glob of(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("an empty pattern matches nothing");
    }
    List<Integer> tokens = new ArrayList<>();
    List<boolean[]> sets = new ArrayList<>();
    if (!text.startsWith("/") && !text.startsWith("**")) {
      tokens.add(ANY_PATH);
      tokens.add((int) '/');
    }
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '*') {
        boolean twice = text.startsWith("**", at);
        tokens.add(twice ? ANY_PATH : ANY);
        at += twice ? 2 : 1;
      } else if (c == '?') {
        tokens.add(ONE);
        at++;
      } else if (c == '[') {
        int close = text.indexOf(']', at + 2);
        if (close < 0) {
          throw new IllegalArgumentException("a set is not closed by ] in the pattern " + text);
        }
        tokens.add(SET + sets.size());
        sets.add(set(text.substring(at + 1, close), text));
        at = close + 1;
      } else {
        int end = at + literal(text, at);
        for (byte b : ByteString.parse(text.substring(at, end)).array()) {
          tokens.add(b & 0xff);
        }
        at = end;
      }
    }
    return new Glob(text, tokens.stream().mapToInt(Integer::intValue).toArray(), sets);
  }

  private static int literal(String text, int at) {
    if (text.startsWith("\\x", at)) {
      return Math.min(4, text.length() - at);
    }
    return text.charAt(at) == '\\'
        ? Math.min(2, text.length() - at)
        : Character.charCount(text.codePointAt(at));
  }

  private static boolean[] set(String body, String pattern) {
    boolean negated = body.startsWith("!");
    byte[] members = ByteString.utf8(negated ? body.substring(1) : body).array();
    boolean[] set = new boolean[256];
    for (int i = 0; i < members.length; i++) {
      int from = members[i] & 0xff;
      int to = from;
      if (i + 2 < members.length && members[i + 1] == '-') {
        to = members[i + 2] & 0xff;
        i += 2;
      }
      if (from > 127 || to > 127 || to < from) {
        throw new IllegalArgumentException("a set holds ASCII in ascending ranges: " + pattern);
      }
      Arrays.fill(set, from, to + 1, true);
    }
    if (negated) {
      for (int i = 0; i < set.length; i++) {
        set[i] = !set[i];
      }
    }
    set['/'] = false;
    return set;
  }

  /**
   * Whether the pattern is that of the whole path.
   *
   * @param path absolute
   * @return true if it is
   */
  public boolean matches(ByteString path) {
    return matches(path.array());
  }

  /** Whether the pattern is that of the whole path. */
  boolean matches(byte[] path) {
    return after(path)[tokens.length];
  }

  /** Whether something under a directory could match. */
  boolean reaches(byte[] directory) {
    boolean[] states = after(directory);
    if (directory.length > 1) {
      states = after(states, '/');
    }
    for (int i = 0; i < tokens.length; i++) {
      if (states[i]) {
        return true;
      }
    }
    return false;
  }

  /** The states behind a text. A set of positions, as a machine with several states at once. */
  private boolean[] after(byte[] path) {
    boolean[] now = new boolean[tokens.length + 1];
    now[0] = true;
    spread(now);
    for (byte b : path) {
      now = after(now, b & 0xff);
    }
    return now;
  }

  private boolean[] after(boolean[] now, int b) {
    boolean[] next = new boolean[tokens.length + 1];
    for (int i = 0; i < tokens.length; i++) {
      if (now[i]) {
        step(i, b, next);
      }
    }
    spread(next);
    return next;
  }

  private void step(int i, int b, boolean[] next) {
    int token = tokens[i];
    if (token == ANY_PATH || (token == ANY && b != '/')) {
      next[i] = true;
    } else if (token == b
        || (token == ONE && b != '/')
        || (token >= SET && sets.get(token - SET)[b])) {
      next[i + 1] = true;
    }
  }

  /** A star may stand for nothing. */
  private void spread(boolean[] states) {
    for (int i = 0; i < tokens.length; i++) {
      if (states[i] && (tokens[i] == ANY || tokens[i] == ANY_PATH)) {
        states[i + 1] = true;
      }
    }
  }

  /**
   * The pattern as it was given.
   *
   * @return its text
   */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glob g && text.equals(g.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
