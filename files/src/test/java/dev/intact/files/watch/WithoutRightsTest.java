package dev.intact.files.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intact.files.Shell;
import dev.intact.files.scan.Preset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has none of root's rights watches by inotify, and is told why. */
final class WithoutRightsTest {

  @TempDir private Path directory;

  /** Runs in a process of its own. */
  public static void main(String[] args) throws Exception {
    Path own = Path.of(args[0]);
    Path root = own.resolve("root");
    try (Watched watched =
        Watched.begin(own.resolve("store"), root, Preset.BINARIES, Watched.SETTINGS)) {
      System.out.println(watched.said().getFirst());
      Shell.run(root, "mkdir n; echo x >n/f");
      watched.awaitOpen("ADDED n: …", "ADDED n/f: …");
      System.out.println("found");
    }
  }

  @Test
  void watchesByInotifyAndSaysWhy() throws Exception {
    assumeTrue(Shell.isRoot(), "only root has rights to give up");
    Path root = Files.createDirectories(directory.resolve("root"));
    Process process =
        new ProcessBuilder(
                "setpriv",
                "--bounding-set=-all",
                "--inh-caps=-all",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutRightsTest.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(out)
        .contains(root + " by inotify, 2 directories")
        .contains("(fanotify: operation not permitted (fanotify_init))")
        .contains("found");
    assertThat(process.exitValue()).isZero();
  }
}
