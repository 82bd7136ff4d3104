package dev.intact.tile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Formats and parses the paths: the index in groups of three digits, all but the last with an
 * {@code x} before it.
 */
final class TilePaths {

  static final int MAX_LEVEL = 63;

  private static final int GROUP = 1000;
  private static final Pattern PATH =
      Pattern.compile(
          "tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6})([0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

  private TilePaths() {}

  static void require(boolean holds, String what, long value) {
    if (!holds) {
      throw new IllegalArgumentException("a tile's " + what + " cannot be " + value);
    }
  }

  static String format(String prefix, long index, int width) {
    StringBuilder path = new StringBuilder(String.format("%03d", index % GROUP));
    for (long rest = index / GROUP; rest > 0; rest /= GROUP) {
      path.insert(0, String.format("x%03d/", rest % GROUP));
    }
    path.insert(0, prefix);
    if (width < Tiles.WIDTH) {
      path.append(".p/").append(width);
    }
    return path.toString();
  }

  static TilePath parse(String path) throws TileFormatException {
    Matcher m = PATH.matcher(path);
    if (!m.matches()) {
      throw new TileFormatException("not a tile path: " + printable(path));
    }
    long index = 0;
    String groups = m.group(2);
    for (int i = 0; i < groups.length(); i += 5) {
      index =
          Math.addExact(
              Math.multiplyExact(index, GROUP), Integer.parseInt(groups.substring(i + 1, i + 4)));
    }
    index = index * GROUP + Integer.parseInt(m.group(3));
    int width = m.group(4) == null ? Tiles.WIDTH : Integer.parseInt(m.group(4));
    boolean entries = m.group(1).equals("entries");
    int level = entries ? 0 : Integer.parseInt(m.group(1));
    if (index < 0
        || level > MAX_LEVEL
        || width > Tiles.WIDTH
        || (m.group(4) != null && width == Tiles.WIDTH)) {
      throw new TileFormatException("not a tile path: " + printable(path));
    }
    TilePath parsed =
        entries ? new EntryBundlePath(index, width) : new HashTilePath(level, index, width);
    if (!parsed.path().equals(path)) {
      throw new TileFormatException("not the canonical tile path: " + printable(path));
    }
    return parsed;
  }

  private static String printable(String path) {
    String cut = path.length() > 100 ? path.substring(0, 100) + "…" : path;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}
