package dev.intact.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.files.scan.Preset;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an intruder with root can do to a baseline, and what is said of it: four verdicts. */
final class TamperedLogTest {

  @TempDir private Path directory;
  private Path tree = Path.of("/");

  @BeforeEach
  void prepare() throws Exception {
    tree = Files.createDirectory(directory.toRealPath().resolve("tree"));
    Shell.run(tree, "echo 1 >a");
    baseline("data");
  }

  private void baseline(String data) throws Exception {
    try (LogStore store = TestSets.open(directory.resolve(data))) {
      FileSet set = TestSets.sets(store).openOrCreate("s");
      set.baseline(TestSets.rules(tree, Preset.BINARIES), TestSets.DECISION, n -> {});
      set.check(false, "ada", n -> {});
    }
  }

  private FilesException refused() throws Exception {
    try (LogStore store = TestSets.open(directory.resolve("data"))) {
      FileSet set = TestSets.sets(store).set("s");
      try {
        FilesReport report = set.check(false, "ada", n -> {});
        throw new AssertionError("checked: " + report.check().verdict());
      } catch (FilesException e) {
        return e;
      }
    }
  }

  @Test
  void anEditedBaselineIsContentTampered() throws Exception {
    Shell.run(
        directory,
        "f=$(find data -path '*files*s/tile/entries*' -type f | head -n 1); test -n \"$f\";"
            + " python3 - \"$f\" <<'E'\nimport sys\nb = bytearray(open(sys.argv[1], 'rb').read())\n"
            + "i = b.index(b'states') + 12\nb[i] = 65 if b[i] != 65 else 66\n"
            + "open(sys.argv[1], 'wb').write(b)\nE");
    FilesException e = refused();
    assertThat(e.kind()).isEqualTo(FilesException.Kind.REFUSED);
    assertThat(e).hasMessageContaining("CONTENT_TAMPERED");
  }

  @Test
  void aDeletedBaselineIsMissing() throws Exception {
    Shell.run(directory, "find data -depth -type d -name '*files*s' -exec rm -r {} +");
    FilesException e = refused();
    assertThat(e.kind()).isEqualTo(FilesException.Kind.REFUSED);
    assertThat(e).hasMessageContaining("MISSING");
  }

  @Test
  void anOlderOnePutBackIsRolledBack() throws Exception {
    Shell.run(directory, "cp -a data kept");
    Shell.run(tree, "echo evil >a");
    baseline("data");
    Shell.run(directory, "rm -r data; mv kept data");
    FilesException e = refused();
    assertThat(e.kind()).isEqualTo(FilesException.Kind.REFUSED);
    assertThat(e).hasMessageContaining("ROLLED_BACK");
  }

  @Test
  void oneThatAnotherKeyHasSignedIsNotOpened() throws Exception {
    Shell.run(tree, "echo evil >a");
    baseline("other");
    Shell.run(directory, "rm -r data; mv other data; rm -r other.signer");
    assertThatThrownBy(() -> TestSets.open(directory.resolve("data")))
        .isInstanceOf(LogStoreException.class)
        .hasMessageContaining("signer");
  }
}
