package dev.intact.e2e.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words that must not stand in any file. Each rule answers with what it found, by line. */
final class TextRules {

  private static final Pattern LEFT_OVER =
      Pattern.compile("\\b(FIX" + "ME|TO" + "DO|HA" + "CK)\\b");

  private static final Pattern MACHINE =
      Pattern.compile("(?<![\\w.*}/])/(home|root|Users|work)/[\\w.-]+");

  private static final Pattern URL = Pattern.compile("https?://([A-Za-z0-9.-]+)");

  /** Names of standards, licences, XML vocabularies, and a receiver's API; the machine itself. */
  private static final Set<String> HOSTS =
      Set.of(
          "127.0.0.1",
          "HOST",
          "localhost",
          "maven.apache.org",
          "www.apache.org",
          "www.w3.org",
          "json-schema.org",
          "c2sp.org",
          "keepachangelog.com",
          "semver.org",
          "events.pagerduty.com");

  private TextRules() {}

  static List<String> leftOvers(String text) {
    return matches(text, LEFT_OVER, "finish it, or take it out");
  }

  static List<String> machinePaths(String text) {
    return matches(text, MACHINE, "a path of somebody's machine");
  }

  static List<String> hosts(String text) {
    List<String> found = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      Matcher urls = URL.matcher(line);
      while (urls.find()) {
        String host = urls.group(1);
        if (!HOSTS.contains(host) && !host.matches("(.+\\.)?example(\\.com|\\.org)?")) {
          found.add(number + ": " + host + ": not a host that the project may name");
        }
      }
    }
    return found;
  }

  private static List<String> matches(String text, Pattern pattern, String advice) {
    List<String> found = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      Matcher matcher = pattern.matcher(line);
      if (matcher.find()) {
        found.add(number + ": " + matcher.group() + ": " + advice);
      }
    }
    return found;
  }
}
