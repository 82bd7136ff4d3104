package dev.intact.json;

import java.util.Arrays;
import java.util.Optional;

/**
 * From bytes to canonical bytes in one pass, without building values, for documents of the plain
 * kind: names of printable ASCII, not too many in one object. Numbers that are not short integers
 * and strings that are not plain ASCII are read and written by the parser and the writer, token by
 * token.
 *
 * <p>It only ever says what the canonical form is. Whatever is wrong with a document, or not of the
 * plain kind, it leaves to the parser, which says why: so that there is one judge of what is JSON.
 */
final class PlainCanonicalizer {

  /** Sorting by insertion pays up to here. */
  private static final int MAX_NAMES = 48;

  /** So many digits are below 2^53 whatever they are. */
  private static final int SHORT_DIGITS = 15;

  /** What a member needs in {@link #members}: begin of the member, begin and end of its name. */
  private static final int SLOTS = 3;

  private final byte[] in;
  private final JsonLimits limits;
  private byte[] out;
  private byte[] sorted = {};
  private int[] members = new int[SLOTS * 32];
  private int open;
  private int at;
  private int to;
  private int counted;

  /** Not of the plain kind; never leaves this class. */
  private static final class NotPlain extends Exception {
    private static final long serialVersionUID = 1L;
    private static final NotPlain HERE = new NotPlain();

    private NotPlain() {
      super("not of the plain kind", null, false, false);
    }
  }

  private PlainCanonicalizer(byte[] in, JsonLimits limits) {
    this.in = in;
    this.limits = limits;
    this.out = new byte[in.length + 64];
  }

  /**
   * The canonical form of a document.
   *
   * @param utf8 its bytes
   * @param limits how much it may hold
   * @return exactly what the parser and the writer would make of it; empty if that is for them to
   *     say
   */
  static Optional<byte[]> canonical(byte[] utf8, JsonLimits limits) {
    if (utf8.length > limits.maxBytes()) {
      return Optional.empty();
    }
    try {
      PlainCanonicalizer pass = new PlainCanonicalizer(utf8, limits);
      pass.value(0);
      pass.skipSpace();
      return pass.at == utf8.length
          ? Optional.of(Arrays.copyOf(pass.out, pass.to))
          : Optional.empty();
    } catch (NotPlain e) {
      return Optional.empty();
    }
  }

  private void value(int depth) throws NotPlain {
    skipSpace();
    switch (peek()) {
      case '{' -> object(deeper(depth));
      case '[' -> array(deeper(depth));
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number();
    }
  }

  private int deeper(int depth) throws NotPlain {
    if (depth >= limits.maxDepth()) {
      throw NotPlain.HERE;
    }
    return depth + 1;
  }

  private void count() throws NotPlain {
    if (++counted > limits.maxMembers()) {
      throw NotPlain.HERE;
    }
  }

  private void object(int depth) throws NotPlain {
    int begin = to;
    int first = open;
    boolean ascending = true;
    take('{');
    skipSpace();
    if (peek() == '}') {
      take('}');
      return;
    }
    while (true) {
      count();
      member(depth);
      ascending = ascending && (open == first + 1 || compare(open - 2, open - 1) < 0);
      skipSpace();
      if (peek() != ',') {
        break;
      }
      take(',');
    }
    if (!ascending) {
      sort(begin + 1, first);
    }
    open = first;
    take('}');
  }

  private void member(int depth) throws NotPlain {
    skipSpace();
    int begin = to;
    name();
    int end = to;
    skipSpace();
    take(':');
    value(depth);
    if (members.length < (open + 1) * SLOTS) {
      members = Arrays.copyOf(members, members.length * 2);
    }
    int slot = open++ * SLOTS;
    members[slot] = begin + 1;
    members[slot + 1] = end - 1;
    members[slot + 2] = to;
  }

  /** ASCII is ordered by its bytes as by UTF-16 code units; other names are the parser's. */
  private void name() throws NotPlain {
    if (peek() != '"' || !plainString()) {
      throw NotPlain.HERE;
    }
  }

  private int compare(int one, int other) {
    return Arrays.compareUnsigned(
        out,
        members[one * SLOTS],
        members[one * SLOTS + 1],
        out,
        members[other * SLOTS],
        members[other * SLOTS + 1]);
  }

  /** The members of the innermost object, into their order. */
  private void sort(int begin, int first) throws NotPlain {
    int count = open - first;
    if (count > MAX_NAMES) {
      throw NotPlain.HERE;
    }
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int place = i;
      while (place > 0 && isBefore(first + i, order[place - 1])) {
        order[place] = order[place - 1];
        place--;
      }
      order[place] = first + i;
    }
    int length = to - begin;
    if (sorted.length < length) {
      sorted = new byte[Math.max(length, out.length)];
    }
    int next = 0;
    for (int member : order) {
      if (next > 0) {
        sorted[next++] = ',';
      }
      int from = members[member * SLOTS] - 1; // with its quote
      int size = members[member * SLOTS + 2] - from;
      System.arraycopy(out, from, sorted, next, size);
      next += size;
    }
    System.arraycopy(sorted, 0, out, begin, length);
  }

  private boolean isBefore(int one, int other) throws NotPlain {
    int order = compare(one, other);
    if (order == 0) {
      throw NotPlain.HERE; // twice the same name
    }
    return order < 0;
  }

  private void array(int depth) throws NotPlain {
    take('[');
    skipSpace();
    if (peek() == ']') {
      take(']');
      return;
    }
    while (true) {
      count();
      value(depth);
      skipSpace();
      if (peek() != ',') {
        take(']');
        return;
      }
      take(',');
    }
  }

  private void literal(String text) throws NotPlain {
    for (int i = 0; i < text.length(); i++) {
      take(text.charAt(i));
    }
  }

  private void string() throws NotPlain {
    if (plainString()) {
      return;
    }
    int end = at + 1;
    while (end < in.length && in[end] != '"') {
      end += in[end] == '\\' ? 2 : 1;
    }
    byTheParser(end + 1);
  }

  /** Copies a string without escapes, of ASCII alone; or leaves it where it is. */
  private boolean plainString() {
    int end = at + 1;
    while (end < in.length && in[end] >= ' ' && in[end] != '"' && in[end] != '\\') {
      end++;
    }
    if (end == in.length || in[end] != '"') {
      return false;
    }
    copy(end + 1);
    return true;
  }

  private void number() throws NotPlain {
    int digits = peek() == '-' ? at + 1 : at;
    int end = digits;
    while (end < in.length && in[end] >= '0' && in[end] <= '9') {
      end++;
    }
    boolean whole = end == in.length || !isPartOfNumber(in[end]);
    boolean usual = end > digits && (in[digits] != '0' || end - at == 1);
    if (whole && usual && end - digits <= SHORT_DIGITS) {
      copy(end);
      return;
    }
    while (end < in.length && isPartOfNumber(in[end])) {
      end++;
    }
    byTheParser(end);
  }

  private static boolean isPartOfNumber(byte b) {
    return (b >= '0' && b <= '9') || b == '.' || b == 'e' || b == 'E' || b == '+' || b == '-';
  }

  /** One token as the parser reads it and the writer writes it. */
  private void byTheParser(int end) throws NotPlain {
    if (end > in.length || end == at) {
      throw NotPlain.HERE;
    }
    try {
      byte[] written = Json.canonical(Json.parse(in, at, end - at, limits));
      room(written.length);
      System.arraycopy(written, 0, out, to, written.length);
      to += written.length;
      at = end;
    } catch (JsonException e) {
      throw NotPlain.HERE;
    }
  }

  private void copy(int end) {
    int length = end - at;
    room(length);
    System.arraycopy(in, at, out, to, length);
    to += length;
    at = end;
  }

  private void take(char wanted) throws NotPlain {
    if (peek() != wanted) {
      throw NotPlain.HERE;
    }
    room(1);
    out[to++] = (byte) wanted;
    at++;
  }

  private int peek() {
    return at < in.length ? in[at] : -1;
  }

  private void skipSpace() {
    while (at < in.length && isSpace(in[at])) {
      at++;
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /** The canonical form may be longer than the document: 1e20 is. */
  private void room(int more) {
    if (out.length - to < more) {
      out = Arrays.copyOf(out, Math.max(out.length * 2, to + more));
    }
  }
}
