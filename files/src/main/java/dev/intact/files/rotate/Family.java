package dev.intact.files.rotate;

import dev.intact.files.scan.ByteString;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a file among those that a log was rotated to: {@code app.log}, {@code app.log.1},
 * {@code app.log.2.gz}, {@code app.log-20261125}.
 *
 * @param stem the name of the log itself
 * @param age 0 for the log itself; the older, the more
 * @param packing how it is compressed
 */
record Family(String stem, long age, Packing packing) {

  private static final Pattern NAME =
      Pattern.compile(
          "(?<stem>.+?)(?:[.-](?<date>[12][0-9]{3}-?[01][0-9]-?[0-3][0-9](?:[T.-]?[0-9]{2,10})?)"
              + "|\\.(?<number>[0-9]{1,4}))?(?<zip>\\.(?:gz|xz|zst|bz2))?");
  private static final long YOUNGEST = 100_000_000_000_000_000L;

  static Family of(ByteString path) {
    String text = path.display();
    String name = text.substring(text.lastIndexOf('/') + 1);
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return new Family(name, 0, Packing.NONE);
    }
    String zip = matcher.group("zip");
    Packing packing = Packing.of(zip == null ? "" : zip);
    String number = matcher.group("number");
    if (number != null) {
      return new Family(matcher.group("stem"), Long.parseLong(number) + 1, packing);
    }
    String date = matcher.group("date");
    if (date != null) {
      String digits = (date.replaceAll("[^0-9]", "") + "0000000000000000").substring(0, 17);
      // A later date is the younger one.
      return new Family(matcher.group("stem"), YOUNGEST - Long.parseLong(digits), packing);
    }
    return new Family(matcher.group("stem"), 0, packing);
  }

  /** Whether it is the log that is written to. */
  boolean isActive() {
    return age == 0;
  }
}
