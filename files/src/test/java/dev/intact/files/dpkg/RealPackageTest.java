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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A package of Debian itself, upgraded from an older build of it, against the index that this
 * machine has from Debian and Debian's own signature.
 */
@Tag("long")
final class RealPackageTest {

  private static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

  @TempDir private Path directory;

  private Path download(Path home) throws IOException, InterruptedException {
    assumeTrue(Shell.isRoot() && Files.exists(KEYRING), "needs root on Debian");
    Shell.run(
        home,
        "mkdir get; cd get; apt-get -qq -o APT::Sandbox::User=root download tree >/dev/null 2>&1"
            + " || true");
    try (var files = Files.list(home.resolve("get"))) {
      var deb = files.findFirst();
      assumeTrue(deb.isPresent(), "needs a mirror of Debian, or a copy of package tree");
      return deb.orElseThrow();
    }
  }

  @Test
  void anUpgradeOfARealPackageIsExplainedByDebiansSignatureAndAPlantedFileIsNot() throws Exception {
    Path home = Files.createDirectory(directory.toRealPath().resolve("t"));
    DebianTree tree = new DebianTree(home);
    Path deb = download(home);
    tree.shell("mkdir -p usr/share/keyrings; cp " + KEYRING + " usr/share/keyrings/");
    Shell.run(
        home,
        "dpkg-deb -R "
            + deb
            + " old; sed -i 's/^Version: .*/Version: 0.1/' old/DEBIAN/control; rm old/DEBIAN/md5sums;"
            + " echo old >old/usr/bin/tree; echo old >old/usr/share/doc/tree/OLD;"
            + " dpkg-deb --root-owner-group -b old old.deb >/dev/null");
    tree.dpkg("--force-depends -i old.deb");
    DpkgPlaces places =
        new DpkgPlaces(
            tree.root(),
            tree.root().resolve("var/lib/dpkg"),
            tree.root().resolve("var/cache/apt/archives"),
            Path.of("/var/lib/apt/lists"),
            Path.of("/etc/apt"),
            false);
    try (LogStore store = TestSets.open(directory.resolve("data"))) {
      FileSet set = set(store, places);
      ScanRules rules =
          new ScanRules(
              List.of(ByteString.utf8(tree.root() + "/usr")),
              Preset.BINARIES,
              List.of(),
              List.of(),
              false);
      set.baseline(rules, new Decision("ada", "a test"), n -> {});
      tree.dpkg("--force-depends -i " + deb);
      assertThat(grades(set.check(false, "ada", n -> {}))).isNotEmpty().containsOnly("grade B");

      // Not kept, so it is fetched.
      FilesReport report = set(store, places.withFetch(true)).check(false, "ada", n -> {});
      assertThat(grades(report)).as(report.notes().toString()).containsOnly("grade A");
      assertThat(report.check().findings().getFirst().explanation().orElseThrow())
          .contains("whose digest is in Debian ");

      Files.copy(deb, places.archives().resolve(deb.getFileName()));
      assertThat(grades(set.check(false, "ada", n -> {}))).containsOnly("grade A");
      tree.shell("echo evil >>usr/bin/tree; echo evil >usr/share/doc/tree/evil");
      List<String> left =
          set.check(false, "ada", n -> {}).check().findings().stream()
              .filter(f -> f.explanation().isEmpty())
              .map(Finding::subject)
              .toList();
      assertThat(left)
          .containsExactlyInAnyOrder(
              tree.root() + "/usr/bin/tree", tree.root() + "/usr/share/doc/tree/evil");
    }
  }

  private static FileSet set(LogStore store, DpkgPlaces places) throws Exception {
    FilesSettings settings =
        FilesSettings.of(InstantSource.system()).withExplainers(List.of(new DpkgExplainer(places)));
    return new FileSets(store, new SecureRandom(), settings).openOrCreate("s");
  }

  private static List<String> grades(FilesReport report) {
    return report.check().findings().stream()
        .map(f -> f.explanation().map(e -> e.substring(0, 7)).orElse(f.toText()))
        .toList();
  }
}
