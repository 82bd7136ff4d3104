package dev.intact.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intact.files.scan.Preset;
import dev.intact.log.LogStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees that other programs stumble over. */
final class TreesTest {

  @TempDir private Path directory;
  private Path tree = Path.of("/");
  private LogStore store;
  private FileSet set;

  @BeforeEach
  void prepare() throws Exception {
    store = TestSets.open(directory.resolve("data"));
    tree = Files.createDirectory(directory.toRealPath().resolve("tree"));
    set = TestSets.sets(store).openOrCreate("s");
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    Shell.run(directory, "rm -rf tree");
  }

  private RecordedReport baseline() throws Exception {
    return set.baseline(TestSets.rules(tree, Preset.BINARIES), TestSets.DECISION, n -> {});
  }

  private FilesReport check() throws Exception {
    return set.check(false, "ada", n -> {});
  }

  private void deep(int levels) throws Exception {
    Shell.run(
        tree,
        "python3 -c \"import os\nfor i in range("
            + levels
            + "): os.mkdir('n' * 50); os.chdir('n' * 50)\nopen('bottom', 'w').close()\"");
  }

  @Test
  void aPathLongerThanTheKernelTakesIsWalkedToItsEnd() throws Exception {
    deep(120);
    RecordedReport recorded = baseline();
    assertThat(recorded.problems()).isEmpty();
    assertThat(recorded.entries()).isEqualTo(122);
    Shell.run(
        tree,
        "python3 -c \"import os\nfor i in range(120): os.chdir('n' * 50)\nopen('bottom', 'w').write('x')\"");
    FilesReport report = check();
    assertThat(report.check().findings()).hasSize(1);
    assertThat(report.check().findings().getFirst().subject()).endsWith("/bottom");
  }

  @Test
  void aPathLongerThanCanBeRecordedIsAFindingAndNoSilence() throws Exception {
    deep(200);
    assertThat(baseline().problems())
        .hasSize(1)
        .allMatch(f -> f.verdict().name().equals("COVERAGE_LOST"));
    assertThat(check().check().verdict().exitCode()).isEqualTo(3);
  }

  @Test
  void namesThatDifferInOneByteThatIsNoTextAreTwo() throws Exception {
    Shell.run(tree, "echo 1 >\"$(printf 'caf\\351')\"; echo 1 >\"$(printf 'caf\\350')\"; mkdir d");
    baseline();
    Shell.run(tree, "echo 2 >\"$(printf 'caf\\350')\"; touch \"$(printf 'd/a\\n\\033[31mb')\"");
    List<String> lines = TestSets.lines(check(), tree);
    assertThat(lines.get(0)).isEqualTo("CONTENT_TAMPERED caf\\xe8: content, of the same size");
    assertThat(lines.get(1)).startsWith("ADDED d/a\\x0a\\x1b[31mb: a regular file");
    assertThat(lines).hasSize(2);
  }

  @Test
  void fortyThousandFilesInOneDirectoryAreAllHeld() throws Exception {
    Shell.run(
        tree,
        "mkdir d; python3 -c \"import os\nfor i in range(40000): open('d/%x' % (i * 2654435761 % 2**32), 'w').close()\"");
    assertThat(baseline().entries()).isEqualTo(40_002);
    Shell.run(tree, "cd d; for f in $(ls | head -n 3); do echo x >$f; done");
    FilesReport report = check();
    assertThat(report.check().violations()).isEqualTo(3);
    assertThat(report.check().coverage().checked()).isEqualTo(40_002);
  }

  @Test
  void aDirectoryThatSomethingIsMountedOverIsLostCoverage() throws Exception {
    assumeTrue(Shell.isRoot(), "needs to be root");
    Shell.run(tree, "mkdir d; echo 1 >d/a; echo 2 >d/b");
    baseline();
    try {
      Shell.run(tree, "mount -t tmpfs none d; echo evil >d/a");
      FilesReport report = check();
      assertThat(TestSets.lines(report, tree))
          .containsExactly(
              "COVERAGE_LOST d: another file system is mounted over it; entries that cannot be seen: 2");
      assertThat(report.check().verdict().exitCode()).isEqualTo(3);
      assertThat(report.check().coverage().isComplete()).isFalse();
    } finally {
      Shell.run(tree, "umount d || true");
    }
    assertThat(check().check().findings()).isEmpty();
  }

  @Test
  void aTreeMountedWithinItselfIsNoEndlessWalk() throws Exception {
    assumeTrue(Shell.isRoot(), "needs to be root");
    Shell.run(tree, "mkdir -p a/b; echo 1 >a/x; ln -s . a/loop; ln -s ../.. a/b/up");
    try {
      Shell.run(tree, "mount --bind a a/b");
      assertThat(baseline().problems()).isEmpty();
      assertThat(check().check().findings()).isEmpty();
    } finally {
      Shell.run(tree, "umount a/b || true");
    }
  }
}
