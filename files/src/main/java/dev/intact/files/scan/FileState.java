package dev.intact.files.scan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A state that was read back, for people: every fact as text. Two facts are the same exactly if
 * their texts are. Immutable.
 *
 * @param kind what the entry is
 * @param readable whether the content could be read; true where there is none
 * @param prefix whether only the first bytes were hashed, as of a file that may grow
 * @param compared what must stay as it is
 * @param values the facts
 * @param xattrs the extended attributes by name, shown as their own tools show them
 */
public record FileState(
    Kind kind,
    boolean readable,
    boolean prefix,
    Set<Field> compared,
    Map<Field, String> values,
    Map<String, String> xattrs) {

  /** Copies. */
  public FileState {
    compared = Set.copyOf(compared);
    values = Collections.unmodifiableMap(new EnumMap<>(values));
    xattrs = Collections.unmodifiableMap(new TreeMap<>(xattrs));
  }

  /**
   * Reads a state.
   *
   * @param state its bytes
   * @return what it says
   * @throws StateFormatException if it is none
   */
  public static FileState read(byte[] state) throws StateFormatException {
    ByteSource in = new ByteSource(state);
    int first = in.get();
    int ordinal = first & StateWriter.KIND;
    if (ordinal >= Kind.values().length || (first & 0x30) != 0) {
      throw new StateFormatException("there is no kind " + first);
    }
    Kind kind = Kind.values()[ordinal];
    long bits = in.number();
    int length = in.count();
    int end = in.position() + length;
    Set<Field> compared = EnumSet.noneOf(Field.class);
    for (Field field : kind.fields()) {
      if ((bits & field.bit()) != 0) {
        compared.add(field);
        bits &= ~field.bit();
      }
    }
    if (bits != 0) {
      throw new StateFormatException("a " + kind + " has no such fields");
    }
    boolean readable = (first & StateWriter.UNREADABLE) == 0;
    Map<Field, String> values = new EnumMap<>(Field.class);
    Map<String, String> xattrs = new TreeMap<>();
    for (boolean now : new boolean[] {true, false}) {
      for (Field field : Field.values()) {
        if (kind.fields().contains(field) && compared.contains(field) == now) {
          value(in, field, readable, xattrs).ifPresent(text -> values.put(field, text));
        }
      }
      if (now && in.position() != end) {
        throw new StateFormatException("the fields have another length than stated");
      }
    }
    if (!in.isAtEnd()) {
      throw new StateFormatException("something stands behind a state");
    }
    return new FileState(
        kind, readable, (first & StateWriter.PREFIX) != 0, compared, values, xattrs);
  }

  private static Optional<String> value(
      ByteSource in, Field field, boolean readable, Map<String, String> xattrs)
      throws StateFormatException {
    return switch (field) {
      case SIZE, LINKS, INODE -> Optional.of(Long.toUnsignedString(in.number()));
      case HASH ->
          readable
              ? Optional.of(HexFormat.of().formatHex(in.get(StateWriter.HASH_BYTES)))
              : Optional.empty();
      case TARGET -> Optional.of(ByteString.owning(in.get(in.count())).display());
      case OWNER, SPECIAL -> Optional.of(in.number() + ":" + in.number());
      case MODE -> Optional.of(String.format("%04o", in.number()));
      case XATTRS -> {
        xattrs(in, xattrs);
        yield Optional.empty();
      }
      case FLAGS -> Optional.of(flags(in.number()));
      case MTIME, CTIME -> Optional.of(time(in.signed(), in.number()));
    };
  }

  private static String time(long seconds, long nanos) throws StateFormatException {
    try {
      return Instant.ofEpochSecond(seconds, nanos).toString();
    } catch (java.time.DateTimeException | ArithmeticException e) {
      throw new StateFormatException("a time of " + seconds + " seconds");
    }
  }

  private static String flags(long bits) {
    List<String> names = new ArrayList<>();
    String[] known = {"compressed", "immutable", "append-only", "no-dump", "encrypted", "verity"};
    long[] values = {0x4, 0x10, 0x20, 0x40, 0x800, 0x100000};
    long rest = bits;
    for (int i = 0; i < known.length; i++) {
      if ((bits & values[i]) != 0) {
        names.add(known[i]);
        rest &= ~values[i];
      }
    }
    if (rest != 0) {
      names.add("0x" + Long.toHexString(rest));
    }
    return names.isEmpty() ? "none" : String.join(",", names);
  }

  private static void xattrs(ByteSource in, Map<String, String> xattrs)
      throws StateFormatException {
    if (in.get() == StateWriter.DIGESTED) {
      xattrs.put("*", "sha256:" + HexFormat.of().formatHex(in.get(StateWriter.HASH_BYTES)));
      return;
    }
    for (int count = in.count(); count > 0; count--) {
      String name = ByteString.owning(in.get(in.count())).display();
      long length = in.number();
      boolean whole = (length & 1) == 0;
      byte[] value = in.get(whole ? (int) Math.min(length >> 1, 1 << 20) : StateWriter.HASH_BYTES);
      xattrs.put(
          name,
          whole
              ? XattrText.of(name, value)
              : (length >> 1) + " bytes, sha256:" + HexFormat.of().formatHex(value));
    }
  }

  /**
   * A fact.
   *
   * @param field which
   * @return its text, or empty if such an entry has none or it could not be read
   */
  public Optional<String> value(Field field) {
    return Optional.ofNullable(values.get(field));
  }
}
