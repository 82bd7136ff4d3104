package dev.intact.e2e.docs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what a page shows with what came. What differs from run to run must be of the same kind:
 * times, hashes, durations, the installation's random name. {@code …} stands for anything within a
 * line, alone on a line for any lines.
 */
final class ShownOutput {

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z";
  private static final String INSTALLATION = "intact\\.local/[0-9a-f]{10}";
  private static final String HASH = "\\b[0-9a-f]{64}\\b";
  private static final String DURATION = "\\b\\d+ ms\\b";
  private static final Pattern VARIES =
      Pattern.compile(
          String.join(
              "|",
              "(?m:(?<lines>^…$))",
              "(?<any>…)",
              "(?<time>" + TIME + ")",
              "(?<installation>" + INSTALLATION + ")",
              "(?<hash>" + HASH + ")",
              "(?<duration>" + DURATION + ")"));

  private ShownOutput() {}

  static boolean matches(String shown, String actual) {
    return pattern(shown.strip()).matcher(actual.strip()).matches();
  }

  private static Pattern pattern(String shown) {
    StringBuilder regex = new StringBuilder();
    Matcher varies = VARIES.matcher(shown);
    int from = 0;
    while (varies.find()) {
      regex.append(Pattern.quote(shown.substring(from, varies.start()))).append(kind(varies));
      from = varies.end();
    }
    return Pattern.compile(regex.append(Pattern.quote(shown.substring(from))).toString());
  }

  private static String kind(Matcher varies) {
    if (varies.group("lines") != null) {
      return "(?s:.*)";
    }
    if (varies.group("any") != null) {
      return ".*";
    }
    if (varies.group("time") != null) {
      return TIME;
    }
    if (varies.group("installation") != null) {
      return INSTALLATION;
    }
    return varies.group("hash") != null ? HASH : DURATION;
  }
}
