package dev.intact.files.scan;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of a file's state must stay as it is. The rest is recorded too: it helps a quick check and
 * tells a move from a copy, but a change of it is no finding.
 */
public enum Preset {
  /** Everything: programs and libraries, which nobody touches but an update. */
  BINARIES(EnumSet.allOf(Field.class), false),
  /** Content, owner, rights and attributes, not times and inodes: an editor may save it again. */
  CONFIG(
      EnumSet.of(
          Field.SIZE,
          Field.HASH,
          Field.TARGET,
          Field.OWNER,
          Field.MODE,
          Field.XATTRS,
          Field.FLAGS,
          Field.SPECIAL),
      false),
  /** Files that only grow: what was there stays, owner and rights too. */
  LOGS(
      EnumSet.of(
          Field.SIZE,
          Field.HASH,
          Field.TARGET,
          Field.OWNER,
          Field.MODE,
          Field.XATTRS,
          Field.FLAGS,
          Field.SPECIAL),
      true),
  /** What is in files and where links lead, nothing else. */
  CONTENT(EnumSet.of(Field.SIZE, Field.HASH, Field.TARGET, Field.SPECIAL), false);

  private final Set<Field> compared;
  private final Set<Field> withoutTimes;
  private final boolean growing;

  Preset(Set<Field> compared, boolean growing) {
    this.compared = compared;
    this.withoutTimes = EnumSet.copyOf(compared);
    withoutTimes.removeAll(EnumSet.of(Field.MTIME, Field.CTIME));
    this.growing = growing;
  }

  Set<Field> compared() {
    return compared;
  }

  /** The same of a directory whose entries may come and go without being found. */
  Set<Field> withoutTimes() {
    return withoutTimes;
  }

  /** Whether files may grow at their end. */
  boolean growing() {
    return growing;
  }

  /**
   * Whether texts are kept, so that a change can be shown line by line.
   *
   * @return true for configuration
   */
  public boolean keepsText() {
    return this == CONFIG;
  }

  /**
   * The preset of a name.
   *
   * @param name lower-case
   * @return the preset
   * @throws IllegalArgumentException if there is none; names those that there are
   */
  public static Preset of(String name) {
    for (Preset preset : values()) {
      if (preset.text().equals(name)) {
        return preset;
      }
    }
    throw new IllegalArgumentException(
        "there is no preset "
            + name
            + "; there are "
            + Arrays.stream(values()).map(Preset::text).collect(Collectors.joining(", ")));
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
