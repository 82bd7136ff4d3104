package dev.intact.files.rpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intact.files.Decision;
import dev.intact.files.FileSet;
import dev.intact.files.FileSets;
import dev.intact.files.FilesSettings;
import dev.intact.files.Shell;
import dev.intact.files.TestSets;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import dev.intact.log.LogStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages that real rpmbuild made and real rpm unpacked. */
final class RpmExplainerTest {

  private static final List<String> ASCENDING =
      List.of(
          "0:1.0~rc1-1",
          "0:1.0-1",
          "0:1.0-1.el9",
          "0:1.0-2",
          "0:1.0^git1-1",
          "0:1.0.1-1",
          "0:1.2-1",
          "0:1.10-1",
          "1:0.1-1");

  @TempDir private Path directory;

  @Test
  void versionsAreOrderedAsByRpm() throws Exception {
    for (int i = 1; i < ASCENDING.size(); i++) {
      assertThat(RpmVersion.compare(ASCENDING.get(i - 1), ASCENDING.get(i)))
          .as(ASCENDING.get(i))
          .isNegative();
      assertThat(RpmVersion.compare(ASCENDING.get(i), ASCENDING.get(i - 1))).isPositive();
    }
    assertThat(RpmVersion.compare("0:1.0-1", "0:1.00-1")).isZero();
    assumeTrue(Files.exists(Path.of("/usr/bin/rpm")), "needs rpm");
    List<String> pairs = new ArrayList<>();
    for (int i = 1; i < ASCENDING.size() - 1; i++) {
      pairs.add(
          "[ \"$(rpm --eval '%{lua:print(rpm.vercmp(\""
              + ASCENDING.get(i - 1).substring(2)
              + "\",\""
              + ASCENDING.get(i).substring(2)
              + "\"))}')\" = -1 ]");
    }
    Shell.run(directory, String.join("; ", pairs));
  }

  private void build(Path home, String version, String script)
      throws IOException, InterruptedException {
    Files.writeString(
        home.resolve("demo.spec"),
        "Name: demo\nVersion: "
            + version
            + "\nRelease: 1\nSummary: d\nLicense: x\nBuildArch: noarch\n%description\nd\n%install\n"
            + "mkdir -p %{buildroot}/usr/bin %{buildroot}/usr/share/demo; cd %{buildroot}\n"
            + script
            + "\n%files\n/usr/bin/*\n/usr/share/demo\n");
    Shell.run(
        home,
        "rpmbuild --quiet -bb --define \"_topdir $PWD/top\" --define '_build_id_links none' demo.spec");
  }

  private void rpm(Path home, String arguments) throws IOException, InterruptedException {
    Shell.run(
        home,
        "rpm --root \"$PWD/root\" --dbpath /var/lib/rpm --nodeps --nosignature --nodigest --noscripts "
            + arguments);
  }

  @Test
  @Tag("long")
  void anUpgradeIsExplainedByTheLocalDatabaseAndWhatIsPlantedIsNot() throws Exception {
    assumeTrue(
        Shell.isRoot() && Files.exists(Path.of("/usr/bin/rpmbuild")),
        "needs root, rpm and rpmbuild");
    Path home = directory.toRealPath();
    Path root = Files.createDirectory(home.resolve("root"));
    build(
        home,
        "1.0",
        "echo one >usr/bin/demo; chmod 755 usr/bin/demo; echo s >usr/bin/suid; chmod 755 usr/bin/suid;"
            + " echo x >usr/share/demo/old; ln -s old usr/share/demo/link");
    rpm(home, "--ignoreos -i top/RPMS/noarch/demo-1.0-1.noarch.rpm");
    try (LogStore store = TestSets.open(home.resolve("data"))) {
      FilesSettings settings =
          FilesSettings.of(InstantSource.system()).withExplainers(List.of(new RpmExplainer(root)));
      FileSet set = new FileSets(store, new SecureRandom(), settings).openOrCreate("s");
      ScanRules rules =
          new ScanRules(
              List.of(ByteString.utf8(root + "/usr")),
              Preset.BINARIES,
              List.of(),
              List.of(),
              false);
      set.baseline(rules, new Decision("ada", "a test"), n -> {});
      build(
          home,
          "1.1",
          "echo two >usr/bin/demo; chmod 755 usr/bin/demo; echo s2 >usr/bin/suid; chmod 4755 usr/bin/suid;"
              + " echo y >usr/share/demo/new; ln -s new usr/share/demo/link");
      rpm(home, "--ignoreos -U top/RPMS/noarch/demo-1.1-1.noarch.rpm");
      assertThat(lines(set, root))
          .containsExactly(
              "ADDED usr/share/demo/new grade B",
              "CONTENT_TAMPERED usr/bin/demo grade B",
              "CONTENT_TAMPERED usr/bin/suid UNEXPLAINED",
              "CONTENT_TAMPERED usr/share/demo/link grade B",
              "MISSING usr/share/demo/old grade B");
      Shell.run(
          root,
          "echo evil >usr/bin/demo; ln -sfn /tmp/evil usr/share/demo/link; echo z >usr/share/demo/z;"
              + " rm usr/share/demo/new");
      assertThat(lines(set, root))
          .containsExactly(
              "ADDED usr/share/demo/z UNEXPLAINED",
              "CONTENT_TAMPERED usr/bin/demo UNEXPLAINED",
              "CONTENT_TAMPERED usr/bin/suid UNEXPLAINED",
              "CONTENT_TAMPERED usr/share/demo/link UNEXPLAINED",
              "MISSING usr/share/demo/old grade B");
      rpm(home, "-e demo");
      assertThat(lines(set, root)).contains("MISSING usr/bin/suid grade B");
    }
  }

  private static List<String> lines(FileSet set, Path root) throws Exception {
    return set.check(false, "ada", n -> {}).check().findings().stream()
        .map(f ->
            f.verdict()
                + " "
                + f.subject().replace(root + "/", "")
                + " "
                + f.explanation().map(e -> e.substring(0, 7)).orElse("UNEXPLAINED"))
        .sorted()
        .toList();
  }
}
