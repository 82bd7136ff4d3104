package dev.intact.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Glob;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import dev.intact.log.LogStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is accepted with a path, and what is not. */
final class AcceptanceTest {

  @TempDir private Path directory;
  private Path tree = Path.of("/");
  private LogStore store;
  private FileSet set;

  @BeforeEach
  void prepare() throws Exception {
    store = TestSets.open(directory.resolve("data"));
    tree = Files.createDirectory(directory.toRealPath().resolve("tree"));
    Shell.run(tree, "mkdir d e; echo 1 >d/a; echo 2 >e/b; ln d/a e/a; touch -d 2020-01-01 e/b");
    set = TestSets.sets(store).openOrCreate("s");
    set.baseline(TestSets.rules(tree, Preset.BINARIES), TestSets.DECISION, n -> {});
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<String> accept(String... names) throws Exception {
    List<ByteString> paths =
        List.of(names).stream().map(n -> ByteString.utf8(tree + "/" + n)).toList();
    return set.accept(paths, TestSets.DECISION, n -> {}).paths().stream()
        .map(p -> p.substring(tree.toString().length()))
        .toList();
  }

  private List<String> check() throws Exception {
    return TestSets.lines(set.check(false, "ada", n -> {}), tree).stream()
        .map(l -> l.replaceAll("modified [^ ]+ → [^ ,]+", "modified … → …"))
        .map(l -> l.replaceAll("owner [0-9:]+", "owner …"))
        .toList();
  }

  @Test
  void aNewNameOfAFileIsAcceptedWithTheNumberOnTheOthersAndTheDirectorysTime() throws Exception {
    Shell.run(tree, "ln d/a d/c");
    assertThat(accept("d/c")).containsExactly("/d", "/d/a", "/d/c", "/e/a");
    assertThat(check()).isEmpty();
  }

  @Test
  void soIsANameThatWent() throws Exception {
    Shell.run(tree, "rm e/a");
    assertThat(check()).containsExactly("MISSING e/a: a name less of d/a");
    assertThat(accept("e/a")).containsExactly("/d/a", "/e", "/e/a");
    assertThat(check()).isEmpty();
  }

  @Test
  void namesAcceptedOneAfterTheOtherEndWithNothingLeft() throws Exception {
    Shell.run(tree, "ln d/a d/c; ln d/a e/c");
    accept("d/c");
    accept("e/c");
    assertThat(check()).isEmpty();
  }

  @Test
  void aNameOutsideTheSetIsNotAcceptedWithOneInIt() throws Exception {
    Shell.run(tree, "ln d/a ../outside; ln d/a d/c");
    assertThat(accept("d/c")).containsExactly("/d", "/d/c");
    assertThat(check())
        .containsExactly(
            "ATTRIBUTES_CHANGED d/a: hard links 2 → 4", "ATTRIBUTES_CHANGED e/a: hard links 2 → 4");
  }

  @Test
  void whatElseIsDifferentBesideIsNotAccepted() throws Exception {
    Shell.run(tree, "ln d/a d/c; chmod 600 d/a; chmod 700 d; touch e/n");
    assertThat(accept("d/c")).containsExactly("/d/c");
    assertThat(check())
        .containsExactlyInAnyOrder(
            "ATTRIBUTES_CHANGED d: mode 0755 → 0700; modified … → …, while no entry in it is different",
            "ATTRIBUTES_CHANGED d/a: mode 0644 → 0600; hard links 2 → 3",
            "ATTRIBUTES_CHANGED e/a: mode 0644 → 0600; hard links 2 → 3",
            "ADDED e/n: a regular file that was not there, mode 0644, owner …");
  }

  @Test
  void aNewFileIsAcceptedWithItsDirectorysTime() throws Exception {
    Shell.run(tree, "touch e/n e/m; chmod 600 e/n");
    assertThat(accept("e/n")).containsExactly("/e", "/e/n");
    assertThat(check()).hasSize(1).allMatch(l -> l.startsWith("ADDED e/m:"));
    assertThat(accept("e")).containsExactly("/e/m");
    assertThat(check()).isEmpty();
  }

  @Test
  void aPathThatNeverWasIsRefused() {
    assertThatThrownBy(() -> accept("d/nothing"))
        .isInstanceOf(FilesException.class)
        .hasMessageContaining("d/nothing");
    assertThatThrownBy(() -> accept("../elsewhere")).isInstanceOf(FilesException.class);
  }

  @Test
  void whatIsLeftOutMovesNoTimeOfADirectory() throws Exception {
    FileSet other = TestSets.sets(store).openOrCreate("other");
    ByteString root = ByteString.utf8(tree.toString());
    other.baseline(
        new ScanRules(
            List.of(root), Preset.BINARIES, List.of(Glob.of(tree + "/d/*.tmp")), List.of(), false),
        TestSets.DECISION,
        n -> {});
    Shell.run(tree, "touch d/x.tmp; rm d/x.tmp; touch e/n; rm e/n");
    assertThat(TestSets.lines(other.check(false, "ada", n -> {}), tree))
        .hasSize(1)
        .allMatch(l -> l.startsWith("ATTRIBUTES_CHANGED e: modified"));
  }

  @Test
  void aFileOfAnotherPresetThatIsSavedAgainMovesNoTimeOfADirectory() throws Exception {
    FileSet other = TestSets.sets(store).openOrCreate("other");
    other.baseline(
        new ScanRules(
            List.of(ByteString.utf8(tree.toString())),
            Preset.BINARIES,
            List.of(new ScanRules.Override(Glob.of(tree + "/e/**"), Preset.CONFIG)),
            List.of(),
            List.of(),
            false),
        TestSets.DECISION,
        n -> {});
    Shell.run(tree, "cp e/b e/c; mv e/c e/b; chmod 600 d/a");
    assertThat(TestSets.lines(other.check(false, "ada", n -> {}), tree))
        .containsExactlyInAnyOrder(
            "ATTRIBUTES_CHANGED d/a: mode 0644 → 0600", "ATTRIBUTES_CHANGED e/a: mode 0644 → 0600");
  }
}
