package dev.intact.files.dpkg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intact.files.Decision;
import dev.intact.files.FileSet;
import dev.intact.files.FileSets;
import dev.intact.files.FilesReport;
import dev.intact.files.FilesSettings;
import dev.intact.files.Shell;
import dev.intact.files.TestSets;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import dev.intact.finding.Finding;
import dev.intact.log.LogStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real archives, real dpkg, real signatures: what is explained, how strongly, and what is not. */
final class DpkgExplainerTest {

  private static final String ONE =
      "mkdir -p usr/bin usr/lib usr/share/demo/gone etc; echo one >usr/bin/demo; chmod 755 usr/bin/demo;"
          + " echo s1 >usr/bin/suid; chmod 755 usr/bin/suid; echo c1 >etc/demo.conf; echo x >usr/share/demo/old;"
          + " echo x >usr/share/demo/gone/x; echo same >usr/share/demo/same; echo l >usr/lib/libd.so.1.0;"
          + " ln -s libd.so.1.0 usr/lib/libd.so.1";
  private static final String TWO =
      "mkdir -p usr/bin usr/lib usr/share/demo/new etc; echo two >usr/bin/demo; chmod 755 usr/bin/demo;"
          + " echo s2 >usr/bin/suid; chmod 4755 usr/bin/suid; echo c2 >etc/demo.conf;"
          + " echo y >usr/share/demo/new/y; echo same >usr/share/demo/same; echo m >usr/lib/libd.so.1.1;"
          + " ln -s libd.so.1.1 usr/lib/libd.so.1";

  @TempDir private Path directory;
  private LogStore store;
  private DebianTree tree;
  private FileSet set;

  @BeforeEach
  void open() throws Exception {
    assumeTrue(Shell.isRoot(), "dpkg unpacks as root only");
    assumeTrue(
        Files.exists(Path.of("/usr/bin/dpkg-deb"))
            && Files.exists(Path.of("/usr/bin/gpgv"))
            && Files.exists(Path.of("/usr/bin/gpg")),
        "needs dpkg, gpgv and gpg");
    store = TestSets.open(directory.resolve("data"));
    tree = new DebianTree(Files.createDirectory(directory.toRealPath().resolve("t")));
    tree.key("repo");
    tree.trust("repo");
    FilesSettings settings =
        FilesSettings.of(InstantSource.system())
            .withExplainers(List.of(new DpkgExplainer(tree.places())));
    set = new FileSets(store, new SecureRandom(), settings).openOrCreate("s");
  }

  @AfterEach
  void close() {
    if (store != null) {
      store.close();
    }
  }

  private void baseline() throws Exception {
    ScanRules rules =
        new ScanRules(
            List.of(ByteString.utf8(tree.root() + "/usr"), ByteString.utf8(tree.root() + "/etc")),
            Preset.BINARIES,
            List.of(),
            List.of(),
            false);
    set.baseline(rules, new Decision("ada", "a test"), n -> {});
  }

  private FilesReport check() throws Exception {
    return set.check(false, "ada", n -> {});
  }

  /** Verdict, path and the beginning of the explanation, one line a finding. */
  private List<String> findings(FilesReport report) {
    return report.check().findings().stream().map(this::line).sorted().toList();
  }

  private String line(Finding finding) {
    return finding.verdict()
        + " "
        + finding.subject().replace(tree.root() + "/", "")
        + " "
        + finding
            .explanation()
            .map(e -> e.substring(0, Math.min(7, e.length())))
            .orElse("UNEXPLAINED");
  }

  private static final List<String> UPGRADE =
      List.of(
          "ADDED usr/lib/libd.so.1.1",
          "ADDED usr/share/demo/new",
          "ADDED usr/share/demo/new/y",
          "CONTENT_TAMPERED etc/demo.conf",
          "CONTENT_TAMPERED usr/bin/demo",
          "CONTENT_TAMPERED usr/bin/suid",
          "CONTENT_TAMPERED usr/lib/libd.so.1",
          "MISSING usr/lib/libd.so.1.0",
          "MISSING usr/share/demo/gone",
          "MISSING usr/share/demo/gone/x",
          "MISSING usr/share/demo/old",
          "ATTRIBUTES_CHANGED usr/share/demo/same");

  private static List<String> all(String explained, String... otherwise) {
    return UPGRADE.stream()
        .map(line -> {
          for (String other : otherwise) {
            if (other.startsWith(line + " ")) {
              return other;
            }
          }
          return line + " " + explained;
        })
        .sorted()
        .toList();
  }

  private Path upgrade() throws Exception {
    tree.dpkg("-i " + tree.build("demo", "1.0-1", ONE));
    baseline();
    Path two = tree.build("demo", "1.0-2", TWO);
    tree.dpkg("-i " + two);
    return two;
  }

  @Test
  void anUpgradeIsExplainedWholeByAnArchiveInASignedIndex() throws Exception {
    Path two = upgrade();
    tree.index("repo");
    tree.keep(two);
    FilesReport report = check();
    assertThat(findings(report)).isEqualTo(all("grade A"));
    assertThat(report.check().verdict().exitCode()).isZero();
    assertThat(report.check().explained()).isEqualTo(12);
    assertThat(report.check().findings().getFirst().explanation().orElseThrow())
        .startsWith(
            "grade A, signed repository index: package demo 1.0-1 → 1.0-2 by dpkg; all of it is as in"
                + " demo_1.0-2_amd64.deb, whose digest is in Test stable of Sun, 01 Nov 2026 00:00:00 UTC,"
                + " key ");
  }

  @Test
  void withoutTheArchiveContentIsExplainedByTheLocalDatabaseButNoNewMode() throws Exception {
    upgrade();
    tree.index("repo");
    FilesReport report = check();
    assertThat(findings(report))
        .isEqualTo(all("grade B", "CONTENT_TAMPERED usr/bin/suid UNEXPLAINED"));
    assertThat(report.notes().toString()).contains("demo_1.0-2_amd64.deb is not kept");
  }

  @Test
  @Tag("long")
  void anArchiveThatIsNotTheSignedOneCountsForNothing() throws Exception {
    Path two = upgrade();
    tree.index("repo");
    tree.keep(two);
    tree.shell("printf x >>var/cache/apt/archives/demo_1.0-2_amd64.deb");
    FilesReport report = check();
    assertThat(findings(report))
        .isEqualTo(all("grade B", "CONTENT_TAMPERED usr/bin/suid UNEXPLAINED"));
    assertThat(report.notes().toString()).contains("is not the one that the signed index names");
  }

  @Test
  @Tag("long")
  void anIndexSignedByAKeyThatCameAfterTheBaselineCountsForNothing() throws Exception {
    Path two = upgrade();
    tree.key("evil");
    tree.trust("evil");
    tree.index("evil");
    tree.keep(two);
    FilesReport report = check();
    List<String> expected =
        new java.util.ArrayList<>(all("grade B", "CONTENT_TAMPERED usr/bin/suid UNEXPLAINED"));
    expected.addFirst("ADDED etc/apt/trusted.gpg.d/evil.gpg UNEXPLAINED");
    assertThat(findings(report)).isEqualTo(expected);
    assertThat(report.notes().toString()).contains("not by a key known when the baseline");
  }

  @Test
  @Tag("long")
  void aListOfPackagesThatIsNotTheSignedOneCountsForNothing() throws Exception {
    Path two = upgrade();
    tree.index("repo");
    tree.keep(two);
    tree.shell("echo >>var/lib/apt/lists/test_dists_stable_main_binary-amd64_Packages");
    FilesReport report = check();
    assertThat(findings(report))
        .isEqualTo(all("grade B", "CONTENT_TAMPERED usr/bin/suid UNEXPLAINED"));
    assertThat(report.notes().toString()).contains("is not the one that is signed");
  }

  @Test
  void whatIsPlantedInAnUpgradedPackageStaysAViolation() throws Exception {
    Path two = upgrade();
    tree.index("repo");
    tree.keep(two);
    tree.shell(
        "echo evil >usr/bin/demo; touch -d 2020-01-01 usr/share/demo/new/y; chmod 4755 usr/share/demo/new;"
            + " ln -sfn /tmp/evil usr/lib/libd.so.1; echo evil >usr/share/demo/new/evil; echo hand >etc/demo.conf;"
            + " rm usr/share/demo/same");
    // The local database is brought in line: whoever is root can do that.
    tree.shell(
        "sed -i \"s/^.* usr.bin.demo$/$(md5sum <usr/bin/demo | cut -d' ' -f1)  usr\\/bin\\/demo/\" var/lib/dpkg/info/demo.md5sums;"
            + " sed -i /same/d var/lib/dpkg/info/demo.list; echo /usr/share/demo/new/evil >>var/lib/dpkg/info/demo.list");
    FilesReport report = check();
    List<String> expected =
        new java.util.ArrayList<>(
            all(
                "grade A",
                "CONTENT_TAMPERED usr/bin/demo UNEXPLAINED",
                "ADDED usr/share/demo/new UNEXPLAINED",
                "ADDED usr/share/demo/new/y UNEXPLAINED",
                "CONTENT_TAMPERED usr/lib/libd.so.1 UNEXPLAINED",
                "CONTENT_TAMPERED etc/demo.conf UNEXPLAINED"));
    expected.remove("ATTRIBUTES_CHANGED usr/share/demo/same grade A");
    expected.add("MISSING usr/share/demo/same UNEXPLAINED");
    expected.add("ADDED usr/share/demo/new/evil UNEXPLAINED");
    assertThat(findings(report)).isEqualTo(expected.stream().sorted().toList());
  }

  @Test
  @Tag("long")
  void whatIsPlantedStaysAViolationIfOnlyTheLocalDatabaseIsThere() throws Exception {
    upgrade();
    tree.shell("echo evil >usr/bin/demo; ln -sfn /etc/passwd usr/lib/libd.so.1");
    assertThat(findings(check()))
        .isEqualTo(
            all(
                "grade B",
                "CONTENT_TAMPERED usr/bin/demo UNEXPLAINED",
                "CONTENT_TAMPERED usr/lib/libd.so.1 UNEXPLAINED",
                "CONTENT_TAMPERED usr/bin/suid UNEXPLAINED"));
  }

  @Test
  @Tag("long")
  void aPackageThatIsAsItWasExplainsNoOtherContent() throws Exception {
    Path one = tree.build("demo", "1.0-1", ONE);
    tree.dpkg("-i " + one);
    tree.shell("echo patched >usr/bin/demo; echo hardened >etc/demo.conf");
    baseline();
    tree.index("repo");
    tree.keep(one);
    tree.dpkg("-i --force-confnew --force-confmiss " + one);
    tree.shell("echo c1 >etc/demo.conf");
    List<String> unexplained =
        findings(check()).stream().filter(l -> l.endsWith("UNEXPLAINED")).toList();
    assertThat(unexplained)
        .isEqualTo(
            List.of(
                "CONTENT_TAMPERED etc/demo.conf UNEXPLAINED",
                "CONTENT_TAMPERED usr/bin/demo UNEXPLAINED"));
  }

  @Test
  @Tag("long")
  void theSamePackageUnpackedAgainIsExplainedAndACopyInPlaceIsNot() throws Exception {
    Path one = tree.build("demo", "1.0-1", ONE);
    tree.dpkg("-i " + one);
    baseline();
    tree.dpkg("-i " + one);
    assertThat(findings(check())).isNotEmpty().allMatch(l -> l.endsWith("grade B"));
    tree.shell("cp -p usr/bin/demo usr/bin/c; mv usr/bin/c usr/bin/demo");
    assertThat(findings(check()).stream().filter(l -> l.endsWith("UNEXPLAINED")).toList())
        .isEqualTo(List.of("ATTRIBUTES_CHANGED usr/bin/demo UNEXPLAINED"));
  }

  @Test
  @Tag("long")
  void anOlderVersionIsNotExplained() throws Exception {
    tree.dpkg("-i " + tree.build("demo", "1.0-2", TWO));
    baseline();
    Path one = tree.build("demo", "1.0-1", ONE);
    tree.dpkg("-i " + one);
    tree.index("repo");
    tree.keep(one);
    assertThat(findings(check())).isNotEmpty().allMatch(l -> l.endsWith("UNEXPLAINED"));
  }

  @Test
  @Tag("long")
  void aNewPackageAndARemovedOneAreExplained() throws Exception {
    tree.dpkg("-i " + tree.build("demo", "1.0-1", ONE));
    baseline();
    tree.dpkg("--purge demo");
    Path other = tree.build("other", "1", "mkdir -p usr/bin; echo o >usr/bin/other");
    tree.dpkg("-i " + other);
    List<String> found = findings(check());
    assertThat(found).contains("ADDED usr/bin/other grade B", "MISSING usr/bin/demo grade B");
    assertThat(found).allMatch(l -> l.endsWith("grade B"));
    tree.shell("rm usr/bin/other");
    assertThat(findings(check())).allMatch(l -> l.endsWith("grade B")).hasSize(found.size() - 1);
  }

  @Test
  @Tag("long")
  void anEditedConfigurationFileIsNotExplainedAndWhatDpkgPutBesideItIs() throws Exception {
    tree.dpkg("-i " + tree.build("demo", "1.0-1", ONE));
    tree.shell("echo edited >etc/demo.conf");
    baseline();
    Path two = tree.build("demo", "1.0-2", TWO);
    tree.dpkg("-i " + two);
    assertThat(tree.shell("ls etc")).contains("demo.conf.dpkg-dist");
    assertThat(findings(check())).contains("ADDED etc/demo.conf.dpkg-dist grade B");
    tree.index("repo");
    tree.keep(two);
    assertThat(findings(check())).contains("ADDED etc/demo.conf.dpkg-dist grade A");
    tree.shell("echo edited again >etc/demo.conf; echo evil >etc/demo.conf.dpkg-dist");
    assertThat(findings(check()))
        .contains(
            "ADDED etc/demo.conf.dpkg-dist UNEXPLAINED",
            "CONTENT_TAMPERED etc/demo.conf UNEXPLAINED");
  }

  @Test
  @Tag("long")
  void theOldConfigurationFileThatDpkgPutAsideIsExplained() throws Exception {
    tree.dpkg("-i " + tree.build("demo", "1.0-1", ONE));
    tree.shell("echo edited >etc/demo.conf");
    baseline();
    Path two = tree.build("demo", "1.0-2", TWO);
    Shell.run(
        tree.home(),
        "dpkg --root=root --log=/dev/null --force-script-chrootless --force-confnew -i " + two);
    assertThat(findings(check()))
        .contains("ADDED etc/demo.conf.dpkg-old grade B", "CONTENT_TAMPERED etc/demo.conf grade B");
    tree.shell("echo other >etc/demo.conf.dpkg-old");
    assertThat(findings(check())).contains("ADDED etc/demo.conf.dpkg-old UNEXPLAINED");
  }

  @Test
  @Tag("long")
  void aDiversionIsExplained() throws Exception {
    tree.dpkg("-i " + tree.build("demo", "1.0-1", ONE));
    baseline();
    tree.shell(
        "dpkg-divert --quiet --admindir \"$PWD/var/lib/dpkg\" --instdir \"$PWD\" --package other --rename"
            + " --divert /usr/bin/demo.distrib --add /usr/bin/demo");
    assertThat(findings(check())).isEqualTo(List.of("MOVED usr/bin/demo.distrib grade B"));
    tree.dpkg(
        "-i "
            + tree.build(
                "other", "1", "mkdir -p usr/bin; echo o >usr/bin/demo; chmod 755 usr/bin/demo"));
    assertThat(findings(check()))
        .isEqualTo(
            List.of("ADDED usr/bin/demo.distrib grade B", "CONTENT_TAMPERED usr/bin/demo grade B"));
  }

  @Test
  @Tag("long")
  void alternativesAreExplainedUnlessSomebodyChoseByHand() throws Exception {
    tree.shell("mkdir -p etc/alternatives");
    tree.dpkg("-i " + tree.build("demo", "1.0-1", ONE));
    baseline();
    tree.dpkg(
        "-i "
            + tree.build(
                "other",
                "1",
                "mkdir -p usr/bin; echo o >usr/bin/o1; echo p >usr/bin/o2; chmod 755 usr/bin/o*"));
    tree.shell(
        "mkdir -p var/lib/dpkg/alternatives; printf 'auto\\n/usr/bin/tool\\n\\n/usr/bin/o1\\n10\\n/usr/bin/o2\\n5\\n\\n'"
            + " >var/lib/dpkg/alternatives/tool; ln -s /etc/alternatives/tool usr/bin/tool;"
            + " ln -s /usr/bin/o1 etc/alternatives/tool");
    assertThat(findings(check()))
        .contains("ADDED etc/alternatives/tool grade B", "ADDED usr/bin/tool grade B");
    tree.shell("ln -sfn /usr/bin/o2 etc/alternatives/tool");
    assertThat(findings(check())).contains("ADDED etc/alternatives/tool UNEXPLAINED");
  }

  @Test
  @Tag("long")
  void aHardLinkOfAnArchiveIsExplainedAndOneMoreIsNot() throws Exception {
    String link = "; ln usr/bin/demo usr/bin/demo2; ln usr/bin/demo usr/bin/demo3";
    tree.dpkg("-i " + tree.build("demo", "1.0-1", ONE));
    baseline();
    Path two = tree.build("demo", "1.0-2", TWO + link);
    tree.dpkg("-i " + two);
    tree.index("repo");
    tree.keep(two);
    assertThat(findings(check()))
        .contains("ADDED usr/bin/demo2 grade A", "CONTENT_TAMPERED usr/bin/demo grade A");
    tree.shell("ln usr/bin/demo ../outside");
    assertThat(findings(check()))
        .contains("ADDED usr/bin/demo2 UNEXPLAINED", "CONTENT_TAMPERED usr/bin/demo UNEXPLAINED");
  }

  @Test
  @Tag("long")
  void aBaselineWithoutPackagesSaysSo() throws Exception {
    FileSet blind =
        new FileSets(store, new SecureRandom(), FilesSettings.of(InstantSource.system()))
            .openOrCreate("s");
    set = blind;
    tree.dpkg("-i " + tree.build("demo", "1.0-1", ONE));
    baseline();
    tree.dpkg("-i " + tree.build("demo", "1.0-2", TWO));
    set =
        new FileSets(
                store,
                new SecureRandom(),
                FilesSettings.of(InstantSource.system())
                    .withExplainers(List.of(new DpkgExplainer(tree.places()))))
            .set("s");
    FilesReport report = check();
    assertThat(findings(report)).allMatch(l -> l.endsWith("UNEXPLAINED"));
    assertThat(report.notes().stream().collect(Collectors.joining())).contains("record it anew");
  }

  @Test
  @Tag("long")
  void afterAnAcceptedUpgradeTheNewPackagesAreTheOnesThatCount() throws Exception {
    upgrade();
    set.accept(List.of(), new Decision("ada", "upgraded"), n -> {});
    assertThat(findings(check())).isEmpty();
    tree.shell("echo c1 >etc/demo.conf");
    assertThat(findings(check())).isEqualTo(List.of("CONTENT_TAMPERED etc/demo.conf UNEXPLAINED"));
  }
}
