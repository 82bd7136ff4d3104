package dev.intact.files.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intact.files.Shell;
import dev.intact.files.scan.Preset;
import dev.intact.finding.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred thousand changes at once: none is lost, and nobody is told a hundred thousand times.
 */
@Tag("long")
final class WatchedBurstTest {

  private static final int MANY = 100_000;

  @TempDir private Path directory;

  private Watched begin(Path root) throws Exception {
    assumeTrue(Shell.isRoot(), "fanotify needs root");
    return Watched.begin(directory.resolve("store"), root, Preset.BINARIES, Watched.SETTINGS);
  }

  private static String python(String body) {
    return "python3 -c \"import os\nfor i in range(" + MANY + "):\n  " + body + "\"";
  }

  @Test
  void ofAHundredThousandNewFilesNoneIsLost() throws Exception {
    Path root = Files.createDirectory(directory.resolve("root"));
    Shell.run(root, "for i in $(seq 0 99); do mkdir $i; done");
    try (Watched watched = begin(root)) {
      Shell.run(root, python("open('%d/%d' % (i % 100, i), 'w').close()"));
      WatchReport report = watched.await("all", r -> r.check().violations() == MANY);
      assertThat(report.check().unexplained()).containsOnlyKeys(Verdict.ADDED);
      assertThat(watched.reports().size()).isLessThan(40);
    }
  }

  @Test
  void ofAHundredThousandWritesToManyFilesTheLastIsSeen() throws Exception {
    Path root = Files.createDirectory(directory.resolve("root"));
    Shell.run(root, "for i in $(seq 0 999); do echo before >$i; done");
    try (Watched watched = begin(root)) {
      Shell.run(root, python("f = open(str(i % 1000), 'a'); f.write(str(i)); f.close()"));
      watched.await("all", r -> r.check().violations() == 1_000);
      String last = Shell.run(root, "sha256sum 999 | cut -d' ' -f1").trim();
      watched.await(
          "the last write",
          r -> r.check().findings().stream().anyMatch(f -> f.actual().equals(Optional.of(last))));
    }
  }
}
