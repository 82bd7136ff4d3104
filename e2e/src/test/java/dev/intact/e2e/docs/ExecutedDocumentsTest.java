package dev.intact.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.testkit.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages tell a reader to type works, in that order, and prints what they show. */
final class ExecutedDocumentsTest {

  private static final Path ROOT =
      Path.of(System.getProperty("intact.root", "..")).toAbsolutePath().normalize();

  /** What a reader has who comes with records of their own. */
  private static final Path BROUGHT = Path.of("src/test/docs");

  @TempDir private Path directory;

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> root = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      Stream.concat(root, docs)
          .filter(f -> f.toString().endsWith(".md"))
          .map(ROOT::relativize)
          .sorted()
          .forEach(pages::add);
    }
    return pages;
  }

  private static List<CodeBlock> blocks(Path page) throws IOException {
    return CodeBlock.of(Files.readAllLines(ROOT.resolve(page)));
  }

  static List<Path> pagesWithCommands() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path page : pages()) {
      if (blocks(page).stream().anyMatch(b -> !b.isShown() && b.notRun().isEmpty())) {
        pages.add(page);
      }
    }
    return pages;
  }

  @BeforeEach
  void needsWhatTheReaderTypes() {
    for (String tool : List.of("curl", "openssl", "python3", "sha256sum", "timeout")) {
      Tools.require(Tools.find(tool).isPresent(), tool);
    }
  }

  @ParameterizedTest
  @MethodSource("pagesWithCommands")
  void theCommandsOfAPageRunInOrderAndPrintWhatItShows(Path page) throws Exception {
    try (Stream<Path> brought = Files.list(BROUGHT)) {
      for (Path file : brought.toList()) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
    try (Terminal terminal = new Terminal(directory, ROOT)) {
      for (CodeBlock block : blocks(page)) {
        if (!block.isShown() && block.notRun().isEmpty()) {
          run(terminal, page, block);
        }
      }
    }
  }

  private static void run(Terminal terminal, Path page, CodeBlock block) throws Exception {
    String place = page + ":" + block.line();
    assertThat(block.language()).as(place + " is neither run nor says why not").isEqualTo("sh");
    if (block.text().startsWith("./intact up")) {
      assertThat(block.output()).as(place).isEmpty();
      terminal.serve(block.text());
      return;
    }
    if (block.serverStopped()) {
      terminal.stopService();
    } else {
      terminal.serveAgain();
    }
    String printed = terminal.run(block.text());
    if (block.output().isPresent()) {
      String shown = block.output().get();
      assertThat(ShownOutput.matches(shown, printed))
          .as("%s shows%n%s%nbut prints%n%s", place, shown, printed)
          .isTrue();
    }
  }

  @Test
  void theReadmeAndTheGuidesAreAmongThem() throws IOException {
    assertThat(pagesWithCommands())
        .contains(
            Path.of("README.md"),
            Path.of("docs/guide/audit.md"),
            Path.of("docs/operations.md"),
            Path.of("docs/formats.md"));
  }

  @Test
  void theReadmeBeginsWithTheTwoCommands() throws IOException {
    List<CodeBlock> blocks = blocks(Path.of("README.md"));
    assertThat(blocks.get(0).text()).isEqualTo("./intact up");
    assertThat(blocks.get(1).text()).isEqualTo("./check");
  }

  @Test
  void aBlockCarriesItsMarkAndItsOutput() {
    List<CodeBlock> blocks =
        CodeBlock.of(
            """
            <!-- not run: it is an example -->
            ```sh
            a
            ```

            ```
            shown
            ```
            text
            <!-- with the server stopped -->
            ```sh
            b
            ```
            text between
            ```json
            {}
            ```
            """
                .lines()
                .toList());
    assertThat(blocks)
        .containsExactly(
            new CodeBlock(2, "sh", "a", Optional.of("it is an example"), false, of("shown")),
            new CodeBlock(11, "sh", "b", Optional.empty(), true, Optional.empty()),
            new CodeBlock(15, "json", "{}", Optional.empty(), false, Optional.empty()));
  }

  private static Optional<String> of(String text) {
    return Optional.of(text);
  }

  @Test
  void onlyWhatVariesFromRunToRunMayDiffer() {
    String hash = "0".repeat(64);
    String shown = "at 2026-11-25T09:00:26.132519Z " + hash + " in 26 ms, index 0, …";
    String later = "at 2027-01-01T00:00:00Z " + "f".repeat(64) + " in 3 ms, index 0, 12";
    assertThat(ShownOutput.matches(shown, later)).isTrue();
    assertThat(ShownOutput.matches(shown, shown.replace("index 0", "index 1"))).isFalse();
    assertThat(ShownOutput.matches(shown, shown.replace(hash, "00"))).isFalse();
    assertThat(ShownOutput.matches(shown, shown + "\nmore")).isFalse();
    assertThat(ShownOutput.matches(shown + "\n…", shown + "\nmore\nand more")).isTrue();
  }
}
