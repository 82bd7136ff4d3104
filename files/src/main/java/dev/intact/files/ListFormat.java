package dev.intact.files;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Lists of files that other tools write and read. */
public enum ListFormat {
  /** A configuration of AIDE: rules, no states. */
  AIDE,
  /** What sha256sum writes. */
  SHA256SUM,
  /** A specification of mtree. */
  MTREE;

  /**
   * The format of a name.
   *
   * @param name lower-case
   * @return the format
   * @throws IllegalArgumentException if there is none; names those that there are
   */
  public static ListFormat of(String name) {
    for (ListFormat format : values()) {
      if (format.text().equals(name)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "there is no format "
            + name
            + "; there are "
            + Arrays.stream(values()).map(ListFormat::text).collect(Collectors.joining(", ")));
  }

  /**
   * Its name on the command line and in records.
   *
   * @return lower-case
   */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
