package dev.intact.json;

import dev.intact.json.CanonicalScanner.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The members of a canonical object as they stand in its bytes, found in one pass, and the object
 * with more of them. Holds the array without copying it; the caller must not change it. Immutable.
 *
 * <p>Meant for bytes that {@link Json#canonical} or {@link Json#canonicalize} wrote.
 */
public final class CanonicalMembers {

  /**
   * A member to be put in.
   *
   * @param name of {@code a-z} and {@code _} alone
   * @param value canonical
   */
  public record Added(String name, byte[] value) {}

  /**
   * An object with more members.
   *
   * @param bytes canonical
   * @param at where the value of each that was added begins
   */
  public record Extended(byte[] bytes, int[] at) {}

  private static final int FIELDS = 4;

  private final byte[] bytes;
  private int[] found = new int[FIELDS * 16];
  private int count;

  private CanonicalMembers(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Finds the members.
   *
   * @param object a canonical object
   * @return its members; none if it is something else
   */
  public static CanonicalMembers of(byte[] object) {
    CanonicalMembers members = new CanonicalMembers(object);
    CanonicalScanner.members(object, 0, object.length, members::member);
    return members;
  }

  private void member(int nameStart, int nameEnd, int valueStart, int valueEnd) {
    int at = count * FIELDS;
    if (at == found.length) {
      found = Arrays.copyOf(found, at * 2);
    }
    found[at] = nameStart;
    found[at + 1] = nameEnd;
    found[at + 2] = valueStart;
    found[at + 3] = valueEnd;
    count++;
  }

  /**
   * The object.
   *
   * @return its bytes, not a copy
   */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * Where the value of a member stands.
   *
   * @param name plain ASCII without quotes and backslashes
   * @return its place in the object, or empty if there is no such member
   */
  public Optional<Span> value(String name) {
    for (int at = 0; at < count * FIELDS; at += FIELDS) {
      if (CanonicalScanner.isName(bytes, found[at], found[at + 1], name)) {
        return Optional.of(new Span(found[at + 2], found[at + 3]));
      }
    }
    return Optional.empty();
  }

  /**
   * Whether there is a member of this name.
   *
   * @param name plain ASCII without quotes and backslashes
   * @return true if there is
   */
  public boolean has(String name) {
    return value(name).isPresent();
  }

  /**
   * The text of a member that is a string.
   *
   * @param name plain ASCII without quotes and backslashes
   * @return its text, or empty if there is none or it is no string
   */
  public Optional<String> string(String name) {
    return value(name).flatMap(span -> CanonicalScanner.string(bytes, span));
  }

  /**
   * Whether a member is an object.
   *
   * @param name plain ASCII without quotes and backslashes
   * @return false also if there is none
   */
  public boolean isObject(String name) {
    return value(name).filter(span -> bytes[span.start()] == '{').isPresent();
  }

  /**
   * The object with more members, each in its place.
   *
   * @param added in ascending order of their names, none of which the object has
   * @return a new object
   */
  public Extended with(List<Added> added) {
    byte[] out = new byte[bytes.length + length(added)];
    int[] at = new int[added.size()];
    int next = 0;
    int to = 0;
    for (int member = 0; member < count; member++) {
      while (next < at.length && isBefore(added.get(next), member)) {
        to = put(added.get(next), out, to, at, next);
        next++;
      }
      out[to] = to == 0 ? (byte) '{' : (byte) ',';
      int from = found[member * FIELDS] - 1; // with its quote
      int size = found[member * FIELDS + 3] - from;
      System.arraycopy(bytes, from, out, to + 1, size);
      to += 1 + size;
    }
    for (; next < at.length; next++) {
      to = put(added.get(next), out, to, at, next);
    }
    if (to == 0) {
      out[to++] = '{';
    }
    out[to++] = '}';
    return new Extended(to == out.length ? out : Arrays.copyOf(out, to), at);
  }

  /** Each with a comma, the quotes of its name, and a colon. */
  private static int length(List<Added> added) {
    int length = 0;
    for (Added member : added) {
      length += member.name().length() + 4 + member.value().length;
    }
    return length;
  }

  private static int put(Added member, byte[] out, int start, int[] at, int which) {
    int to = start;
    out[to] = to == 0 ? (byte) '{' : (byte) ',';
    out[to + 1] = '"';
    to += 2;
    for (int i = 0; i < member.name().length(); i++) {
      out[to++] = (byte) member.name().charAt(i);
    }
    out[to++] = '"';
    out[to++] = ':';
    at[which] = to;
    System.arraycopy(member.value(), 0, out, to, member.value().length);
    return to + member.value().length;
  }

  /**
   * By bytes as by UTF-16 code units: whatever an escape in the other name stands for is, like the
   * backslash, below every character that the added name may have.
   */
  private boolean isBefore(Added member, int other) {
    int at = other * FIELDS;
    String name = member.name();
    int length = found[at + 1] - found[at];
    for (int i = 0; i < Math.min(length, name.length()); i++) {
      int difference = name.charAt(i) - (bytes[found[at] + i] & 0xff);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return name.length() < length;
  }
}
