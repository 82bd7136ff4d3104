package dev.intact.e2e.tidy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Links of a Markdown page to files and headings of the project. */
final class MarkdownLinks {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  private MarkdownLinks() {}

  /** The links that lead nowhere, by line. */
  static List<String> dead(Path page) throws IOException {
    List<String> dead = new ArrayList<>();
    int number = 0;
    boolean code = false;
    for (String line : Files.readAllLines(page)) {
      number++;
      code ^= line.startsWith("```");
      Matcher links = LINK.matcher(code ? "" : line.replaceAll("`[^`]*`", ""));
      while (links.find()) {
        String link = links.group(1);
        if (!link.matches("[a-z]+:.*") && !leadsSomewhere(page, link)) {
          dead.add(number + ": " + link + ": leads nowhere");
        }
      }
    }
    return dead;
  }

  private static boolean leadsSomewhere(Path page, String link) throws IOException {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    return Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
  }

  /** As the usual renderers make them: lower case, punctuation left out, spaces to hyphens. */
  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new HashSet<>();
    boolean code = false;
    for (String line : Files.readAllLines(page)) {
      code ^= line.startsWith("```");
      if (!code && line.matches("#{1,6} .*")) {
        String anchor =
            line.replaceFirst("#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
        for (int n = 1; !anchors.add(n == 1 ? anchor : anchor + "-" + (n - 1)); n++) {
          continue;
        }
      }
    }
    return anchors;
  }
}
