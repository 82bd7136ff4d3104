package dev.intact.e2e.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.e2e.judge.Program.Outcome;
import dev.intact.key.VerifierKey;
import dev.intact.note.Checkpoint;
import dev.intact.note.SignedCheckpoint;
import dev.intact.testkit.Tools;
import dev.intact.verify.OfflineVerifier;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The verifier in Python that the formats' page shows judges exports of this very build. */
final class PythonJudgeTest {

  private static final Path EXAMPLES = Program.inProject("docs/examples");

  @TempDir static Path directory;
  private static JudgedLog judged;
  private static Program judge;

  @BeforeAll
  static void exportALog() throws Exception {
    Tools.require(Tools.find("python3").isPresent(), "Python 3");
    judge =
        new Program(List.of("python3", EXAMPLES.resolve("verify_export.py").toString()), Map.of());
    judged = JudgedLog.writtenTo(Files.createDirectory(directory.resolve("judged")));
  }

  @Test
  void aFreshExportIsVerified() throws Exception {
    Outcome outcome = judge.run(directory, judged.export(), judged.vkey());
    assertThat(outcome.output())
        .isEqualTo(
            "VERIFIED: 1600 records, [0, 1600) of example.com/judged/family_123 at size 1600\n");
    assertThat(outcome.code()).isZero();
  }

  @Test
  void theExampleOfTheDocumentationIsVerified() throws Exception {
    Outcome outcome = judge.run(directory, EXAMPLES.resolve("family_123.intact"), exampleKey());
    assertThat(outcome.output()).startsWith("VERIFIED: 1 records, [2, 3) of ");
    assertThat(outcome.code()).isZero();
  }

  @Test
  void anotherLogsKeyIsRefused() throws Exception {
    assertRefused(judge.run(directory, judged.export(), exampleKey()));
  }

  /** Both verifiers of ours say the same of the same files and checkpoints. */
  @ParameterizedTest
  @CsvSource({
    "export, older, OK, VERIFIED:",
    "export, forked, FORKED, NOT VERIFIED: FORKED:",
    "late, older, OK, VERIFIED:",
    "late, forked, FORKED, NOT VERIFIED: FORKED:",
    "bare, older, UNVERIFIABLE, NOT VERIFIED: the file does not show",
    "bare, forked, UNVERIFIABLE, NOT VERIFIED: the file does not show"
  })
  void aKeptCheckpointIsContinuedOrContradictedOrNotShown(
      String file, String kept, String verdict, String says) throws Exception {
    Path export =
        switch (file) {
          case "late" -> judged.late();
          case "bare" -> judged.bare();
          default -> judged.export();
        };
    Path checkpoint = kept.equals("older") ? judged.older().get(1) : judged.forked();
    Outcome outcome = judge.run(directory, export, judged.vkey(), checkpoint);
    assertThat(outcome.output()).startsWith(says);
    assertThat(outcome.code()).isEqualTo(verdict.equals("OK") ? 0 : 1);
    VerifierKey key = VerifierKey.parse(judged.vkey());
    Checkpoint own =
        SignedCheckpoint.parse(Files.readAllBytes(checkpoint)).verify(List.of(key)).checkpoint();
    try (InputStream in = Files.newInputStream(export)) {
      assertThat(
              new OfflineVerifier(List.of(key), Optional.empty(), Optional.of(own))
                  .verify(in)
                  .verdict()
                  .name())
          .isEqualTo(verdict);
    }
  }

  @Test
  void aConsistencyProofThatWasChangedIsRefused() throws Exception {
    String text = Files.readString(judged.late());
    String changed =
        text.replaceFirst("(\"consistency\":\\[\\{\"left\":\\[\")[0-9a-f]{4}", "$10000");
    assertThat(changed).isNotEqualTo(text);
    Path file = Files.writeString(directory.resolve("changed.intact"), changed);
    assertRefused(judge.run(directory, file, judged.vkey(), judged.older().get(1)));
  }

  static Stream<Named<UnaryOperator<List<String>>>> tampering() {
    return Stream.of(
        Named.of("amount changed", lines -> set(lines, 302, l -> l.replace("\"100\"", "\"900\""))),
        Named.of("hash changed", lines -> set(lines, 302, PythonJudgeTest::otherHash)),
        Named.of("record removed", lines -> without(lines, 302)),
        Named.of("last record removed", lines -> without(lines, lines.size() - 1)),
        Named.of("record repeated", lines -> set(lines, 303, l -> lines.get(302))),
        Named.of("records swapped", lines -> swapped(lines, 302, 1301)),
        Named.of(
            "size changed", lines -> set(lines, 1, l -> l.replace("\\n1600\\n", "\\n1601\\n"))),
        Named.of("first line changed", lines -> set(lines, 0, l -> l + " ")),
        Named.of("cut behind the header", lines -> lines.subList(0, 2)));
  }

  @ParameterizedTest
  @MethodSource("tampering")
  void aTamperedExportIsRefused(UnaryOperator<List<String>> tampering) throws Exception {
    List<String> lines = Files.readAllLines(judged.export());
    List<String> tampered = tampering.apply(lines);
    assertThat(tampered).isNotEqualTo(lines);
    Path file = directory.resolve("tampered.intact");
    Files.writeString(file, String.join("\n", tampered) + "\n");
    assertRefused(judge.run(directory, file, judged.vkey()));
  }

  private static void assertRefused(Outcome outcome) {
    assertThat(outcome.output()).startsWith("NOT VERIFIED: ");
    assertThat(outcome.code()).isOne();
  }

  private static String exampleKey() throws Exception {
    return Files.readAllLines(EXAMPLES.resolve("family_123.vkeys")).getFirst();
  }

  private static String otherHash(String line) {
    return line.replaceFirst("\"hash\":\"[0-9a-f]{8}", "\"hash\":\"00000000");
  }

  private static List<String> set(List<String> lines, int at, UnaryOperator<String> change) {
    List<String> all = new ArrayList<>(lines);
    all.set(at, change.apply(all.get(at)));
    return all;
  }

  private static List<String> without(List<String> lines, int at) {
    List<String> all = new ArrayList<>(lines);
    all.remove(at);
    return all;
  }

  private static List<String> swapped(List<String> lines, int one, int other) {
    List<String> all = new ArrayList<>(lines);
    Collections.swap(all, one, other);
    return all;
  }
}
