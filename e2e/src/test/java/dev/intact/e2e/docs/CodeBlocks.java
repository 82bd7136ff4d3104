package dev.intact.e2e.docs;

import java.util.ArrayList;
import java.util.List;

/** The fenced blocks of a Markdown page, in order. */
final class CodeBlocks {

  /**
   * One block.
   *
   * @param language what stands behind the fence; empty for output
   * @param text its lines
   */
  record Block(String language, String text) {}

  private CodeBlocks() {}

  static List<Block> of(String markdown) {
    List<Block> blocks = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    String language = "";
    boolean inside = false;
    for (String line : markdown.lines().toList()) {
      if (line.startsWith("```")) {
        if (inside) {
          blocks.add(new Block(language, text.toString()));
        } else {
          language = line.substring(3).strip();
          text.setLength(0);
        }
        inside = !inside;
      } else if (inside) {
        text.append(line).append('\n');
      }
    }
    return blocks;
  }
}
