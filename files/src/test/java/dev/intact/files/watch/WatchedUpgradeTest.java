package dev.intact.files.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intact.files.Shell;
import dev.intact.files.dpkg.DebianTree;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import dev.intact.testkit.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dpkg does while it is watched is told at once, and explained when dpkg has ended. */
@Tag("long")
final class WatchedUpgradeTest {

  private static final String WAITING =
      "echo '#!/bin/sh' >DEBIAN/postinst; echo 'echo >\"$DPKG_ROOT/../unpacked\"; read line"
          + " <\"$DPKG_ROOT/../go\"' >>DEBIAN/postinst; chmod 755 DEBIAN/postinst; ";
  private static final String FILES =
      "mkdir -p usr/bin usr/share/demo etc/demo; echo %1$s >usr/bin/demo; chmod 755 usr/bin/demo;"
          + " echo %1$s >usr/share/demo/%1$s; echo same >usr/share/demo/same; echo c >etc/demo/conf;"
          + " ln -s demo usr/bin/d";

  @TempDir private Path directory;
  private Path home = Path.of("/");
  private DebianTree tree;
  private ScanRules rules;

  @BeforeEach
  void prepare() throws Exception {
    assumeTrue(Shell.isRoot(), "dpkg unpacks as root only");
    Path unused = Tools.need("dpkg-deb");
    home = Files.createDirectory(directory.toRealPath().resolve("t"));
    tree = new DebianTree(home);
    rules =
        Watched.rules(
            Preset.BINARIES, false, tree.root().resolve("usr"), tree.root().resolve("etc"));
  }

  private Watched watch() throws Exception {
    return Watched.begin(
        directory.resolve("store"),
        tree.root(),
        rules,
        Watched.SETTINGS,
        List.of(tree.explainer()));
  }

  @Test
  void anUpgradeIsToldWhileItGoesOnAndExplainedWhenItHasEnded() throws Exception {
    tree.dpkg("-i " + tree.build("demo", "1.0", FILES.formatted("one")));
    Path two = tree.build("demo", "2.0", WAITING + FILES.formatted("two"));
    Shell.run(home, "mkfifo unpacked go");
    try (Watched watched = watch()) {
      Process dpkg =
          new ProcessBuilder("sh", "-c", tree.command("-i " + two))
              .directory(home.toFile())
              .start();
      Shell.run(home, "read line <unpacked");
      watched.await(
          "what was unpacked", r -> r.check().violations() > 0 && told(r, "usr/bin/demo"));
      Shell.run(home, "echo >go");
      assertThat(dpkg.waitFor(1, TimeUnit.MINUTES)).isTrue();
      watched.await(
          "the explanations", r -> r.check().violations() == 0 && r.check().explained() > 4);
      tree.shell("echo evil >>usr/bin/demo; echo evil >usr/share/demo/evil");
      WatchReport planted = watched.await("what is planted", r -> r.check().violations() == 2);
      assertThat(planted.check().findings().subList(0, 2))
          .extracting(f -> f.subject().replace(tree.root() + "/", ""))
          .containsExactlyInAnyOrder("usr/bin/demo", "usr/share/demo/evil");
    }
  }

  @Test
  void theSamePackageUnpackedAgainLeavesNothingUnexplained() throws Exception {
    Path one = tree.build("demo", "1.0", FILES.formatted("one"));
    tree.dpkg("-i " + one);
    try (Watched watched = watch()) {
      tree.dpkg("-i " + one);
      watched.await(
          "the explanations", r -> r.check().violations() == 0 && r.check().explained() > 2);
      assertThat(watched.set().check(false, "test", n -> {}).check().violations()).isZero();
    }
  }

  private static boolean told(WatchReport report, String path) {
    return report.check().findings().stream()
        .anyMatch(f -> f.subject().endsWith(path) && f.explanation().isEmpty());
  }
}
