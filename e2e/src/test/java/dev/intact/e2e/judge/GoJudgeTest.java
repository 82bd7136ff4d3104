package dev.intact.e2e.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.e2e.judge.Program.Outcome;
import dev.intact.testkit.Tools;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Go's own transparency log code, {@code golang.org/x/mod/sumdb}, reads what the product wrote. */
final class GoJudgeTest {

  /** Around the edges of bundles and of tiles of the first level, and into the second level. */
  private static final List<Integer> SIZES =
      List.of(1, 255, 256, 257, 1000, 65_535, 65_536, 65_537, 66_000);

  private static final Path PACKAGES = Path.of("/usr/share/gocode");

  @TempDir static Path directory;
  private static JudgedLog judged;
  private static Program judge;

  @BeforeAll
  static void buildTheJudgeAndWriteALog() throws Exception {
    Tools.require(Tools.find("go").isPresent(), "Go");
    Tools.require(
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
    judged = JudgedLog.writtenTo(Files.createDirectory(directory.resolve("judged")), SIZES);
  }

  private static Outcome judge(Path... older) throws Exception {
    return judge.run(directory, arguments(judged.vkey(), List.of(older)));
  }

  private static Object[] arguments(String vkey, List<Path> older) {
    List<Object> arguments = new ArrayList<>(List.of(judged.log(), vkey));
    arguments.addAll(older);
    return arguments.toArray();
  }

  private static void assertRefused(Outcome outcome, String reason) {
    assertThat(outcome.output()).startsWith("REFUSED: ").contains(reason);
    assertThat(outcome.code()).isOne();
  }

  @Test
  void everyRecordAndTileLeadsToTheSignedRootAndEveryOlderCheckpointIsAPrefix() throws Exception {
    Outcome outcome = judge.run(directory, arguments(judged.vkey(), judged.older()));
    assertThat(outcome.output())
        .isEqualTo(
            "HOLDS: 66000 entries, 261 tiles and 1000 inclusion proofs of "
                + "example.com/judged/family_123, consistent with 9 older checkpoints\n");
    assertThat(outcome.code()).isZero();
  }

  @Test
  void anOlderCheckpointOfAnotherHistoryIsRefused() throws Exception {
    assertRefused(judge(judged.forked()), "another history at size 255");
  }

  @Test
  void anOlderCheckpointWithAChangedRootIsRefused() throws Exception {
    byte[] bytes = Files.readAllBytes(judged.older().get(4));
    int root = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\n1000\n");
    bytes[root + 6] ^= 1;
    Path changed = Files.write(directory.resolve("changed.checkpoint"), bytes);
    assertRefused(judge(changed), "changed.checkpoint: invalid signature");
  }

  @Test
  void anotherLogsKeyIsRefused() throws Exception {
    String other =
        Files.readAllLines(Program.inProject("docs/examples/family_123.vkeys")).getFirst();
    assertRefused(
        judge.run(directory, arguments(other, List.of())),
        "checkpoint: note has no verifiable signatures");
  }

  @ParameterizedTest
  @CsvSource({
    "tile/0/000, 45, tile/0/000: differs",
    "tile/0/005, 8191, tile/0/005: differs",
    "tile/0/257.p/208, 6655, tile/0/257.p/208: differs",
    "tile/1/000, 45, tile/1/000: differs",
    "tile/1/001.p/1, 31, tile/1/001.p/1: differs",
    "tile/2/000.p/1, 0, tile/2/000.p/1: differs",
    "tile/entries/000, 45, the signed root is",
    "tile/entries/257.p/208, 45, the signed root is",
    "tile/entries/000, 0, tile/entries/000: ends within entry",
    "checkpoint, 45, checkpoint: invalid signature"
  })
  void aFlippedBitIsRefused(String path, int at, String reason) throws Exception {
    Path file = judged.log().resolve(path);
    byte[] good = Files.readAllBytes(file);
    byte[] bad = good.clone();
    bad[at] ^= 1;
    Files.write(file, bad);
    Outcome outcome = judge();
    Files.write(file, good);
    assertRefused(outcome, reason);
  }
}
