package dev.intact.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intact.files.manifest.Exporter;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Glob;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import dev.intact.log.LogStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is exported is believed by the tools themselves, and what they write is understood. */
final class ForeignTest {

  private static final String NAMES =
      "umask 022; printf 1 >plain; printf 2 >'with space'; printf 3 >'back\\slash';"
          + " printf 4 >\"$(printf 'new\\nline')\"; printf 5 >\"$(printf 'carriage\\rreturn')\";"
          + " printf 6 >\"$(printf 'invalid\\377')\"; printf 7 >'hash#star*[x]=y'; printf 8 >\"$(printf '\\303\\251')\";"
          + " mkdir sub 'sub dir'; printf 9 >sub/x; printf 0 >'sub dir/x'; ln -s 'a b' link; mkfifo pipe;"
          + " printf z >\"$(printf 'esc\\033')\"";

  @TempDir private Path directory;
  private LogStore store;
  private Path tree;
  private FileSet set;

  @BeforeEach
  void open() throws Exception {
    store = TestSets.open(directory.resolve("data"));
    tree = Files.createDirectory(directory.toRealPath().resolve("tree"));
    Shell.run(tree, NAMES);
    set = TestSets.sets(store).openOrCreate("s");
    set.baseline(TestSets.rules(tree, Preset.BINARIES), TestSets.DECISION, n -> {});
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Exporter.Exported export(ListFormat format) throws Exception {
    try (OutputStream out = Files.newOutputStream(directory.resolve("list"))) {
      return set.export(format, out);
    }
  }

  private ManifestReport compare(ListFormat format) throws Exception {
    try (var in = Files.newInputStream(directory.resolve("list"))) {
      return set.compare(format, in, ByteString.utf8(tree.toString()), "ada", n -> {});
    }
  }

  private List<String> lines(ManifestReport report) {
    return report.check().findings().stream()
        .map(f ->
            f.verdict()
                + " "
                + f.subject().replace(tree + "/", "")
                + ": "
                + f.detail().replaceFirst("line [0-9]+: ", ""))
        .toList();
  }

  private static void need(String program) {
    assumeTrue(
        List.of("/usr/bin/", "/usr/sbin/").stream()
            .anyMatch(d -> Files.exists(Path.of(d + program))),
        "needs " + program);
  }

  @Test
  void sha256sumBelievesTheExportOfEveryName() throws Exception {
    Exporter.Exported exported = export(ListFormat.SHA256SUM);
    assertThat(exported.entries()).isEqualTo(11);
    assertThat(exported.leftOut().toString())
        .isEqualTo("{directory=3, named pipe=1, symbolic link=1}");
    Shell.run(directory, "sha256sum --quiet --strict -c list");
    Shell.run(tree, "printf x >\"$(printf 'new\\nline')\"");
    assertThat(Shell.run(directory, "! sha256sum --quiet --strict -c list"))
        .contains("line: FAILED");
  }

  @Test
  void whatSha256sumWritesIsUnderstood() throws Exception {
    Shell.run(tree, "find . -type f -print0 | xargs -0 sha256sum >../list");
    assertThat(lines(compare(ListFormat.SHA256SUM))).isEmpty();
    Shell.run(
        tree, "printf x >\"$(printf 'invalid\\377')\"; rm 'back\\slash'; rm plain; mkdir plain");
    assertThat(lines(compare(ListFormat.SHA256SUM)))
        .satisfiesExactlyInAnyOrder(
            l -> assertThat(l).startsWith("CONTENT_TAMPERED invalid\\xff: SHA-256 e7f6c011"),
            l -> assertThat(l).isEqualTo("MISSING back\\\\slash: listed, and not there"),
            l ->
                assertThat(l)
                    .isEqualTo(
                        "CONTENT_TAMPERED plain: listed as a regular file, and it is a directory"));
    Shell.run(tree, "sha256sum --tag 'with space' sub/x >../list");
    assertThat(lines(compare(ListFormat.SHA256SUM))).isEmpty();
  }

  @Test
  void mtreeBelievesTheExportOfEveryName() throws Exception {
    need("mtree");
    export(ListFormat.MTREE);
    Shell.run(directory, "mtree -p tree -f list");
    Shell.run(tree, "printf x >sub/x; chmod 700 'sub dir'; ln -sfn b link; : >new");
    assertThat(Shell.run(directory, "! mtree -p tree -f list"))
        .contains("sub/x", "sub dir", "link", "extra: new");
  }

  @Test
  void whatMtreeWritesIsUnderstood() throws Exception {
    need("mtree");
    String keywords = " -k type,mode,uid,gid,nlink,size,sha256,link,time,flags ";
    for (String how : List.of("nested", "a path a line")) {
      Shell.run(
          directory,
          "mtree -c"
              + keywords
              + "-p tree >list"
              + (how.equals("nested") ? "" : "; mtree -C" + keywords + "-f list >l2; mv l2 list"));
      ManifestReport clean = compare(ListFormat.MTREE);
      assertThat(lines(clean)).as(how).isEmpty();
      assertThat(clean.check().coverage().checked()).isEqualTo(16);
    }
    Shell.run(
        tree, "printf 99 >sub/x; chmod 4755 plain; ln -sfn c link; rm pipe; : >'sub dir/new'");
    assertThat(lines(compare(ListFormat.MTREE)))
        .anySatisfy(l -> assertThat(l).startsWith("CONTENT_TAMPERED sub/x: size 1 → 2; SHA-256 "))
        .anySatisfy(l -> assertThat(l).startsWith("ATTRIBUTES_CHANGED plain: mode 0644 → 4755"))
        .anySatisfy(l -> assertThat(l).startsWith("CONTENT_TAMPERED link: link target a b → c"))
        .anySatisfy(l -> assertThat(l).startsWith("MISSING pipe: "))
        .anySatisfy(l -> assertThat(l).startsWith("ADDED sub dir/new: "));
  }

  @Test
  void aideBelievesTheExportAndFindsWhatWeFind() throws Exception {
    need("aide");
    ScanRules rules =
        new ScanRules(
            List.of(ByteString.utf8(tree.toString())),
            Preset.CONFIG,
            List.of(Glob.of("*.swp"), Glob.of(tree + "/sub dir")),
            List.of(),
            false);
    set.baseline(rules, TestSets.DECISION, n -> {});
    export(ListFormat.AIDE);
    Shell.run(
        directory,
        "{ echo \"database_in=file:$PWD/db\"; echo \"database_out=file:$PWD/db\"; cat list; } >aide.conf;"
            + " aide --config=aide.conf --config-check; aide --config=aide.conf --init");
    Shell.run(directory, "aide --config=aide.conf --check");
    Shell.run(tree, "printf 99 >sub/x; : >a.swp; : >'sub dir/new'; : >sub/new; touch plain");
    String report = Shell.run(directory, "aide --config=aide.conf --check || [ $? = 5 ]");
    assertThat(report)
        .contains("tree/sub/x", "tree/sub/new")
        .doesNotContain("a.swp", "sub dir", "plain");
  }

  @Test
  void whatIsNoListIsRefusedWithItsLine() throws Exception {
    refused(ListFormat.SHA256SUM, "abc  x\n", "line 1: a digest of 3 digits is no SHA-256");
    refused(ListFormat.SHA256SUM, "a".repeat(64) + "  x\nnonsense\n", "line 2: ");
    refused(
        ListFormat.SHA256SUM, "g".repeat(64) + "  x\n", "line 1: the digest is not hexadecimal");
    refused(ListFormat.SHA256SUM, "\\" + "a".repeat(64) + "  x\\y\n", "line 1: a backslash");
    refused(ListFormat.SHA256SUM, "", "names no file");
    refused(ListFormat.SHA256SUM, "a".repeat(64) + "  ../x\n", "line 1: the path leads out");
    refused(ListFormat.MTREE, "x type=nonsense\n", "line 1: there is no type nonsense");
    refused(ListFormat.MTREE, ".\n..\n..\n", "line 2: .. leads above");
    refused(ListFormat.MTREE, "x mode=9\n", "line 1: mode=9 is malformed");
    refused(ListFormat.AIDE, "", "names no states");
  }

  private void refused(ListFormat format, String list, String message) {
    assertThatThrownBy(() ->
            set.compare(
                format,
                new ByteArrayInputStream(list.getBytes(StandardCharsets.UTF_8)),
                ByteString.utf8("/"),
                "ada",
                n -> {}))
        .isInstanceOf(FilesException.class)
        .hasMessageContaining(message);
  }

  @Test
  void keywordsThatAreNotComparedAreSaid() throws IOException, Exception {
    Files.writeString(
        directory.resolve("list"), "./plain type=file md5=00 sha1=11\n./sub/x md5=1\n");
    assertThat(compare(ListFormat.MTREE).remarks())
        .extracting(r -> r.line() + " " + r.text())
        .containsExactly("1 md5", "1 sha1");
  }
}
