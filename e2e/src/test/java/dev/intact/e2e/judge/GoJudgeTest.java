package dev.intact.e2e.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.e2e.judge.Program.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Go's own transparency log code, {@code golang.org/x/mod/sumdb}, reads what the product wrote. */
final class GoJudgeTest {

  private static final Path PACKAGES = Path.of("/usr/share/gocode");

  @TempDir static Path directory;
  private static JudgedLog judged;
  private static Program judge;

  @BeforeAll
  static void buildTheJudgeAndWriteALog() throws Exception {
    Program.require(Program.isOnPath("go"), "Go");
    Program.require(
        Files.isDirectory(PACKAGES.resolve("src/golang.org/x/mod/sumdb/tlog")), "golang.org/x/mod");
    Path binary = directory.resolve("tlogjudge");
    Map<String, String> environment =
        Map.of(
            "GO111MODULE",
            "off",
            "CGO_ENABLED",
            "0",
            "GOPATH",
            PACKAGES.toString(),
            "GOCACHE",
            directory.resolve("go-cache").toString());
    Outcome built =
        new Program(List.of("go", "build", "-o", binary.toString()), environment)
            .run(directory, Program.inProject("e2e/src/test/go/tlogjudge/main.go"));
    assertThat(built.code()).as(built.output()).isZero();
    judge = new Program(List.of(binary.toString()), Map.of());
    judged = JudgedLog.writtenTo(Files.createDirectory(directory.resolve("judged")));
  }

  private static Outcome judge(Path older) throws Exception {
    return judge.run(directory, judged.log(), judged.vkey(), older);
  }

  @Test
  void everyRecordIsIncludedAndTheOlderCheckpointIsAPrefix() throws Exception {
    Outcome outcome = judge(judged.older());
    assertThat(outcome.output())
        .isEqualTo(
            "HOLDS: 1600 records of example.com/judged/family_123, consistent with size 700\n");
    assertThat(outcome.code()).isZero();
  }

  @Test
  void anOlderCheckpointOfAnotherHistoryIsRefused() throws Exception {
    Outcome outcome = judge(judged.forked());
    assertThat(outcome.output()).startsWith("REFUSED: consistency: ");
    assertThat(outcome.code()).isOne();
  }

  @Test
  void anOlderCheckpointWithAChangedRootIsRefused() throws Exception {
    byte[] bytes = Files.readAllBytes(judged.older());
    int root = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\n700\n");
    bytes[root + 5] ^= 1;
    Outcome outcome = judge(Files.write(directory.resolve("changed.checkpoint"), bytes));
    assertThat(outcome.output()).startsWith("REFUSED: the older checkpoint: ");
    assertThat(outcome.code()).isOne();
  }

  @Test
  void anotherLogsKeyIsRefused() throws Exception {
    String other = Files.readString(Program.inProject("docs/examples/family_123.vkeys"));
    Outcome outcome =
        judge.run(directory, judged.log(), other.lines().findFirst().orElseThrow(), judged.older());
    assertThat(outcome.output()).startsWith("REFUSED: the checkpoint: ");
    assertThat(outcome.code()).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tile/0/000",
        "tile/0/005",
        "tile/0/006.p/64",
        "tile/1/000.p/6",
        "tile/entries/000",
        "tile/entries/006.p/64",
        "checkpoint"
      })
  void aFlippedByteIsRefused(String path) throws Exception {
    Path file = judged.log().resolve(path);
    byte[] good = Files.readAllBytes(file);
    byte[] bad = good.clone();
    bad[45] ^= 1;
    Files.write(file, bad);
    Outcome outcome = judge(judged.older());
    Files.write(file, good);
    assertThat(outcome.output()).startsWith("REFUSED: ");
    assertThat(outcome.code()).isOne();
  }
}
