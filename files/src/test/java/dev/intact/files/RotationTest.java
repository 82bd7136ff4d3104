package dev.intact.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.files.rotate.RotationExplainer;
import dev.intact.files.scan.Preset;
import dev.intact.log.LogStore;
import dev.intact.testkit.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs are rotated in the ways of logrotate; what is lost on the way stays a violation. */
final class RotationTest {

  @TempDir private Path directory;
  private LogStore store;
  private Path tree;
  private FileSet set;

  @BeforeEach
  void open() throws Exception {
    store = TestSets.open(directory.resolve("data"));
    tree = Files.createDirectory(directory.toRealPath().resolve("log"));
    Shell.run(
        tree,
        "umask 027; seq 1 1000 >app.log; seq 2000 3000 >app.log.1; seq 4000 5000 | gzip -n >app.log.2.gz;"
            + " echo other >other.log");
    FilesSettings settings =
        FilesSettings.of(InstantSource.system()).withExplainers(List.of(new RotationExplainer()));
    set = new FileSets(store, new SecureRandom(), settings).openOrCreate("s");
    set.baseline(TestSets.rules(tree, Preset.LOGS), TestSets.DECISION, n -> {});
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** All lines of findings; explained ones begin with a plus. */
  private List<String> check() throws Exception {
    return set.check(false, "ada", n -> {}).check().findings().stream()
        .map(f ->
            (f.explanation().isPresent() ? "+ " : "- ")
                + f.verdict()
                + " "
                + f.subject().replace(tree + "/", ""))
        .sorted()
        .toList();
  }

  private static final String ROTATE =
      "gzip -n app.log.1; mv app.log.2.gz app.log.3.gz; mv app.log.1.gz app.log.2.gz; echo late >>app.log;"
          + " mv app.log app.log.1; umask 027; echo new >app.log;";

  @Test
  void rotationIsExplainedAndTakenForGranted() throws Exception {
    Shell.run(tree, ROTATE);
    assertThat(check()).isNotEmpty().allMatch(l -> l.startsWith("+"));
    assertThat(check()).isEmpty();
    // From now on it is the new files that must stay.
    Shell.run(tree, "sed -i s/late/fate/ app.log.1");
    assertThat(check()).isEqualTo(List.of("- CONTENT_TAMPERED app.log.1"));
  }

  @Test
  void theOldestMayGoIfAsManyAreThereAsBefore() throws Exception {
    Shell.run(tree, ROTATE + " mv app.log.3.gz ../gone");
    assertThat(check()).isNotEmpty().allMatch(l -> l.startsWith("+"));
    Shell.run(tree, "rm app.log.2.gz");
    assertThat(check()).isEqualTo(List.of("- MISSING app.log.2.gz"));
  }

  @Test
  void aCopiedAndTruncatedLogIsExplained() throws Exception {
    Shell.run(
        tree,
        "mv app.log.2.gz app.log.3.gz; gzip -n <app.log.1 >app.log.2.gz; chmod 640 app.log.2.gz;"
            + " cat app.log >app.log.1; : >app.log; echo n >>app.log");
    assertThat(check()).isNotEmpty().allMatch(l -> l.startsWith("+"));
  }

  @Test
  void namesByDateAreKnown() throws Exception {
    Shell.run(tree, "umask 027; mv app.log app.log-20261125; echo n >app.log");
    assertThat(check())
        .isEqualTo(List.of("+ ADDED app.log-20261125", "+ CONTENT_TAMPERED app.log"));
  }

  @Test
  void severalRotationsBetweenTwoChecksAreExplained() throws Exception {
    String again =
        ROTATE.replace("mv app.log.2.gz", "mv app.log.3.gz app.log.4.gz; mv app.log.2.gz");
    Shell.run(tree, ROTATE + again + " mv app.log.4.gz ../gone");
    assertThat(check()).isNotEmpty().allMatch(l -> l.startsWith("+"));
    assertThat(check()).isEmpty();
  }

  @Test
  void truncationIsAViolation() throws Exception {
    Shell.run(tree, ": >app.log");
    assertThat(check()).isEqualTo(List.of("- CONTENT_TAMPERED app.log"));
  }

  @Test
  void aLineThatIsMissingAfterRotationIsAViolation() throws Exception {
    Shell.run(tree, ROTATE + " sed -i /^500$/d app.log.1");
    assertThat(check()).contains("- CONTENT_TAMPERED app.log");
  }

  @Test
  void aCompressedCopyWithAnotherLineIsAViolation() throws Exception {
    Shell.run(
        tree, ROTATE + " gunzip app.log.2.gz; sed -i s/2500/2501/ app.log.2; gzip -n app.log.2");
    assertThat(check()).contains("- CONTENT_TAMPERED app.log.1");
  }

  @ParameterizedTest
  @CsvSource({"xz,xz", "zstd,zst", "bzip2,bz2"})
  void whatOtherProgramsCompressIsExplainedAndAnotherLineInItIsNot(String tool, String suffix)
      throws Exception {
    Path unused = Tools.need(tool);
    String packed = "app.log-20261125." + suffix;
    Shell.run(
        tree,
        "umask 027; "
            + tool
            + " -qc <app.log >"
            + packed
            + "; chmod 640 "
            + packed
            + "; echo n >app.log");
    assertThat(check()).isEqualTo(List.of("+ ADDED " + packed, "+ CONTENT_TAMPERED app.log"));
    Shell.run(
        tree,
        "umask 027; sed s/other/order/ <other.log | "
            + tool
            + " -qc >other.log.1."
            + suffix
            + "; echo n >other.log");
    assertThat(check())
        .isEqualTo(List.of("- ADDED other.log.1." + suffix, "- CONTENT_TAMPERED other.log"));
  }

  @Test
  void aRotatedFileThatEverybodyMayReadIsAViolation() throws Exception {
    Shell.run(
        tree,
        "umask 022; cp app.log app.log-20261125; chmod 644 app.log-20261125; echo n >app.log");
    assertThat(check()).contains("- ADDED app.log-20261125");
  }

  @Test
  void aLogThatIsGoneIsAViolation() throws Exception {
    Shell.run(tree, "rm other.log; rm app.log.1");
    assertThat(check()).isEqualTo(List.of("- MISSING app.log.1", "- MISSING other.log"));
  }
}
