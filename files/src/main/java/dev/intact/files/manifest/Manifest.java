package dev.intact.files.manifest;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A list of files as it was read.
 *
 * @param entries in its order
 * @param remarks what of it is not compared
 */
public record Manifest(List<Entry> entries, List<Remark> remarks) {

  /** How many entries at most. */
  public static final int MAX_ENTRIES = 2_000_000;

  /** The longest line, in bytes. */
  public static final int MAX_LINE = 64 << 10;

  /** Copies. */
  public Manifest {
    entries = List.copyOf(entries);
    remarks = List.copyOf(remarks);
  }

  /**
   * A file.
   *
   * @param path as it stands in the list, absolute or not
   * @param line where it stands
   * @param type what it is to be, as {@code Kind} names it, if that is said
   * @param facts what is said of it, as states show it
   * @param optional whether it may be absent
   * @param whole whether the list has everything that lies directly in it
   */
  public record Entry(
      ByteString path,
      long line,
      Optional<String> type,
      Map<Field, String> facts,
      boolean optional,
      boolean whole) {

    /** Copies. */
    public Entry {
      facts = Map.copyOf(facts);
    }
  }
}
