package dev.intact.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.files.rotate.RotationExplainer;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Preset;
import dev.intact.log.LogStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people took into force is told by who, why and what; nothing else is. */
final class DecisionsTest {

  @TempDir private Path directory;

  @Test
  void baselinesAndAcceptancesAreDecisionsAndFollowingRotatedLogsIsNone() throws Exception {
    Path tree = Files.createDirectory(directory.toRealPath().resolve("log"));
    Shell.run(tree, "umask 027; seq 1 1000 >app.log; seq 2000 3000 >app.log.1; echo o >other.log");
    FilesSettings settings =
        FilesSettings.of(InstantSource.system()).withExplainers(List.of(new RotationExplainer()));
    try (LogStore store = TestSets.open(directory.resolve("data"))) {
      FileSet set = new FileSets(store, new SecureRandom(), settings).openOrCreate("s");
      Instant before = Instant.EPOCH;
      assertThat(set.decisions(before)).isEmpty();
      set.baseline(TestSets.rules(tree, Preset.LOGS), TestSets.DECISION, n -> {});
      Shell.run(tree, "mv app.log app.log.2; umask 027; echo new >app.log; rm app.log.1");
      set.check(false, "ada", n -> {});
      Shell.run(tree, "echo changed >other.log");
      set.check(false, "ada", n -> {});
      ByteString other = ByteString.utf8(tree.resolve("other.log").toString());
      set.accept(List.of(other), new Decision("cli:eve", "CHG-4711"), n -> {});
      List<SetDecision> decisions = set.decisions(before);
      assertThat(decisions)
          .extracting(d -> d.decision().by() + ", " + d.decision().reason())
          .containsExactly("cli:ada, a test", "cli:eve, CHG-4711");
      assertThat(decisions.getFirst().what()).matches("a baseline of \\d+ entries");
      assertThat(decisions.getLast().what()).isEqualTo("1 change: " + tree.resolve("other.log"));
      assertThat(set.decisions(decisions.getLast().at())).hasSize(1);
      assertThat(set.decisions(Instant.now().plusSeconds(60))).isEmpty();
    }
  }
}
