package dev.intact.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Preset;
import dev.intact.finding.Evidence;
import dev.intact.finding.Finding;
import dev.intact.log.LogStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What changed in a configuration file is shown, and no secret is ever stored. */
final class DifferencesTest {

  @TempDir private Path directory;
  private LogStore store;
  private Path tree;
  private FileSet set;

  @BeforeEach
  void open() throws Exception {
    store = TestSets.open(directory.resolve("data"));
    Shell.run(directory, "chmod 755 .");
    tree = Files.createDirectory(directory.toRealPath().resolve("etc"));
    Shell.run(
        tree,
        "umask 022; printf 'Port 22\\nPermitRootLogin no\\nPasswordAuthentication no\\n' >sshd_config;"
            + " printf 'user=a\\npassword=hunter2\\n' >app.conf; printf 'root:hunter2\\n' >shadow;"
            + " printf 'hunter2\\n' >private; chmod 600 private; mkdir -m 700 d; echo hunter2 >d/x;"
            + " printf 'hunter2\\377' >binary; yes hunter2 | head -c 40000 >long");
    set = TestSets.sets(store).openOrCreate("s");
    set.baseline(TestSets.rules(tree, Preset.CONFIG), TestSets.DECISION, n -> {});
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Optional<String> diff(FilesReport report, String name) {
    return report.check().findings().stream()
        .filter(f -> f.subject().endsWith("/" + name))
        .map(Finding::evidence)
        .flatMap(List::stream)
        .filter(e -> e.name().equals("diff"))
        .map(Evidence::value)
        .findFirst();
  }

  private ByteString path(String name) {
    return ByteString.utf8(tree + "/" + name);
  }

  @Test
  void aChangedLineIsShownByTheCheckAndWhenAskedFor() throws Exception {
    Shell.run(tree, "sed -i 's/RootLogin no/RootLogin yes/' sshd_config");
    String expected =
        "@@ -1,3 +1,3 @@\n Port 22\n-PermitRootLogin no\n+PermitRootLogin yes\n PasswordAuthentication no\n";
    assertThat(diff(set.check(false, "ada", n -> {}), "sshd_config")).contains(expected);
    assertThat(set.diff(path("sshd_config")).diff()).isEqualTo(expected);
  }

  @Test
  void afterItWasAcceptedTheNewTextIsTheOneThatCounts() throws Exception {
    Shell.run(tree, "sed -i 's/22/23/' sshd_config");
    set.accept(List.of(path("sshd_config")), TestSets.DECISION, n -> {});
    assertThat(set.diff(path("sshd_config")).remark()).isEqualTo("nothing is different");
    Shell.run(tree, "sed -i 's/23/24/' sshd_config");
    assertThat(diff(set.check(false, "ada", n -> {}), "sshd_config").orElseThrow())
        .contains("-Port 23\n+Port 24\n");
  }

  @Test
  void aSecretIsNeitherShownNorStored() throws Exception {
    Shell.run(tree, "sed -i 's/hunter2/hunter3/' app.conf");
    assertThat(diff(set.check(false, "ada", n -> {}), "app.conf"))
        .contains("only what is redacted is different\n");
    Shell.run(tree, "echo hunter2 >>private; echo hunter2 >>d/x; echo hunter2 >>shadow; rm binary");
    FilesReport report = set.check(false, "ada", n -> {});
    for (String name : List.of("private", "x", "shadow", "binary", "long")) {
      assertThat(diff(report, name)).as(name).isEmpty();
    }
    assertThat(set.diff(path("private")).remark()).startsWith("its text is not kept");
    assertThat(set.diff(path("binary")).remark()).isEqualTo("it is not there any more");
    store.close();
    // Base64 of what is searched for, at each of its three offsets, besides the text itself.
    List<String> forms = List.of("hunter2", "aHVudGVyM", "h1bnRlcj", "odW50ZXIy");
    try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = read(file);
        assertThat(forms.stream().filter(content::contains)).as(file.toString()).isEmpty();
      }
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  @Test
  void whatIsNotInTheBaselineIsRefused() {
    assertThatThrownBy(() -> set.diff(path("absent")))
        .hasMessageContaining("is not in the baseline that is in force");
  }

  @Test
  void otherPresetsKeepNoText() throws Exception {
    set.baseline(TestSets.rules(tree, Preset.CONTENT), TestSets.DECISION, n -> {});
    Shell.run(tree, "echo x >>sshd_config");
    assertThat(diff(set.check(false, "ada", n -> {}), "sshd_config")).isEmpty();
  }
}
