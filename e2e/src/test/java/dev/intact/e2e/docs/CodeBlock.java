package dev.intact.e2e.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of a Markdown page.
 *
 * @param line where it begins, from 1
 * @param language what stands behind the fence; empty for output
 * @param text its lines
 * @param notRun why it cannot be run by a test, as the page says before it in {@code <!-- not run:
 *     reason -->}
 * @param serverStopped whether the page says before it {@code <!-- with the server stopped -->}
 * @param output what the page shows right behind it
 */
record CodeBlock(
    int line,
    String language,
    String text,
    Optional<String> notRun,
    boolean serverStopped,
    Optional<String> output) {

  private static final Pattern NOT_RUN = Pattern.compile("<!-- not run: (.+) -->");
  private static final String STOPPED = "<!-- with the server stopped -->";
  private static final String FENCE = "```";

  /** In order, each output with the block whose it is. */
  static List<CodeBlock> of(List<String> lines) {
    List<CodeBlock> blocks = new ArrayList<>();
    String before = "";
    boolean adjacent = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.startsWith(FENCE)) {
        if (!line.isBlank()) {
          before = line;
          adjacent = false;
        }
        continue;
      }
      int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf(FENCE);
      String text = String.join("\n", lines.subList(i + 1, end));
      CodeBlock block = block(i + 1, line.substring(FENCE.length()).strip(), text, before);
      if (adjacent && block.isShown()) {
        blocks.add(blocks.removeLast().showing(text));
      } else {
        blocks.add(block);
      }
      adjacent = !block.isShown();
      before = "";
      i = end;
    }
    return List.copyOf(blocks);
  }

  private static CodeBlock block(int line, String language, String text, String before) {
    Matcher reason = NOT_RUN.matcher(before);
    return new CodeBlock(
        line,
        language,
        text,
        reason.matches() ? Optional.of(reason.group(1)) : Optional.empty(),
        before.equals(STOPPED),
        Optional.empty());
  }

  /** Neither commands nor code: what a program printed, or a form. */
  boolean isShown() {
    return language.isEmpty() || List.of("json", "sql", "yaml").contains(language);
  }

  private CodeBlock showing(String shown) {
    return new CodeBlock(line, language, text, notRun, serverStopped, Optional.of(shown));
  }
}
