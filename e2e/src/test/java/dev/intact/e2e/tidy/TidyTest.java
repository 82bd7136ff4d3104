package dev.intact.e2e.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the house's rules over all of its files; each rule is also shown something that breaks it.
 */
final class TidyTest {

  private static List<String> complaints(List<Path> files, Function<String, List<String>> rule)
      throws IOException {
    List<String> all = new ArrayList<>();
    for (Path file : files) {
      rule.apply(House.read(file)).forEach(c -> all.add(file + ":" + c));
    }
    return all;
  }

  private static final List<JavaRules> SOURCES = new ArrayList<>();

  @BeforeAll
  static void parse() throws IOException {
    for (Path file : House.files(".java")) {
      SOURCES.add(new JavaRules(file.toString(), House.read(file)));
    }
    assertThat(SOURCES).hasSizeGreaterThan(100);
  }

  @AfterAll
  static void forget() {
    SOURCES.clear();
  }

  @Test
  void filesAndFunctionsAreShort() throws IOException {
    List<String> found = new ArrayList<>();
    for (JavaRules source : SOURCES) {
      found.addAll(source.tooLong());
    }
    assertThat(found).isEmpty();
  }

  @Test
  void callsThatHaveABetterReplacementAreNotMade() throws IOException {
    List<String> found = new ArrayList<>();
    for (JavaRules source : SOURCES) {
      found.addAll(source.bannedCalls());
    }
    assertThat(found).isEmpty();
  }

  @Test
  void nothingIsLeftForLater() throws IOException {
    assertThat(complaints(House.files(), TextRules::leftOvers)).isEmpty();
  }

  @Test
  void noPathOfAMachineAndNoStrangeHostIsNamed() throws IOException {
    List<Path> files = House.files().stream().filter(f -> !f.endsWith("TidyTest.java")).toList();
    assertThat(complaints(files, TextRules::machinePaths)).isEmpty();
    List<Path> withoutWrapper =
        files.stream().filter(f -> !f.endsWith("maven-wrapper.properties")).toList();
    assertThat(complaints(withoutWrapper, TextRules::hosts)).isEmpty();
  }

  @Test
  void linksBetweenThePagesLeadSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path page : House.files(".md")) {
      MarkdownLinks.dead(House.ROOT.resolve(page)).forEach(d -> dead.add(page + ":" + d));
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void aLongFunctionAndALongFileAreSeen() throws IOException {
    String body = "  int i;\n".repeat(69);
    assertThat(new JavaRules("A.java", "class A {\n void a() {\n" + body + " }\n}\n").tooLong())
        .containsExactly("A.java:2: a has 71 lines, more than 70");
    assertThat(
            new JavaRules("A.java", "class A {\n void a() {\n" + body.substring(9) + " }\n}\n")
                .tooLong())
        .isEmpty();
    String table =
        "class A {\n int a() {\n  return List.of(\n" + "  1,\n".repeat(90) + "  2);\n }\n}\n";
    assertThat(new JavaRules("log/src/test/A.java", table).tooLong()).isEmpty();
    assertThat(new JavaRules("log/src/main/A.java", table).tooLong()).hasSize(1);
    assertThat(new JavaRules("A.java", "class A {}\n" + "//\n".repeat(500)).tooLong())
        .containsExactly("A.java:501: the file has 501 lines, more than 500");
  }

  @Test
  void aBannedCallIsSeenWithItsReplacement() throws IOException {
    String source =
        """
        import org.junit.jupiter.api.Disabled;
        class A {
          void a(String s, Exception e) throws Exception {
            Thread.sleep(1);
            s.getBytes();
            s.getBytes(UTF_8);
            s.toLowerCase();
            e.printStackTrace();
            System.exit(1);
          }
        }
        """;
    assertThat(new JavaRules("log/A.java", source).bannedCalls())
        .containsExactly(
            "log/A.java:1: org.junit.jupiter.api.Disabled: tests run as they are, in any order, once",
            "log/A.java:4: Thread.sleep(…): wait for what happens: a latch, a condition, a queue",
            "log/A.java:5: s.getBytes(): name the charset",
            "log/A.java:7: s.toLowerCase(): name the locale",
            "log/A.java:8: e.printStackTrace(): report it, or throw it on",
            "log/A.java:9: System.exit(…): return the exit code; only a main method exits");
    assertThat(new JavaRules("bench/AMain.java", source).bannedCalls()).hasSize(4);
  }

  @Test
  void aLeftOverAHostAndAPathAreSeen() {
    assertThat(TextRules.leftOvers("a\n// TO" + "DO: b")).hasSize(1);
    assertThat(TextRules.machinePaths("see /home/somebody/x")).hasSize(1);
    assertThat(TextRules.machinePaths("`DIR/root/x`, ../work/x")).isEmpty();
    assertThat(TextRules.hosts("https://registry.somewhere.net/x")).hasSize(1);
    assertThat(TextRules.hosts("http://127.0.0.1:8470 https://log.example.com")).isEmpty();
  }

  @Test
  void aDeadLinkIsSeen(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("b.md"), "# One, two & three\n");
    Path page =
        Files.writeString(
            directory.resolve("a.md"),
            "# Top\n[x](b.md) [x](b.md#one-two--three) [x](#top)\n[x](c.md)\n[x](b.md#four)\n"
                + "`[x](in code)` [x](https://example.com/)\n");
    assertThat(MarkdownLinks.dead(page))
        .containsExactly("3: c.md: leads nowhere", "4: b.md#four: leads nowhere");
  }
}
