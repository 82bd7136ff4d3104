package dev.intact.files.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.files.NoticeReport;
import dev.intact.files.Shell;
import dev.intact.files.notice.Notice;
import dev.intact.files.scan.Glob;
import dev.intact.files.scan.Preset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was announced is used up by watching, too: one change of each path. */
final class WatchedNoticesTest {

  private static final String CHANGED = "CONTENT_TAMPERED a: …";

  @TempDir private Path directory;
  private Path store = Path.of("/");
  private Path root = Path.of("/");
  private final WatchSettings settings = Watched.SETTINGS.withInotify(!Shell.isRoot());

  @BeforeEach
  void prepare() throws Exception {
    store = directory.toRealPath().resolve("store");
    root = Files.createDirectory(directory.toRealPath().resolve("root"));
    Shell.run(root, "echo one >a; echo one >b");
  }

  private void announce(Watched watched) throws Exception {
    Instant now = Instant.now();
    long unused =
        watched
            .set()
            .announce(
                new Notice(
                    Notice.Kind.ANNOUNCEMENT,
                    List.of(Glob.of(root + "/*")),
                    List.of(),
                    now,
                    now.plus(Duration.ofHours(1)),
                    false,
                    "ada",
                    "release 7"));
  }

  private static boolean isExplained(WatchReport report) {
    return report.check().explained() == 1 && report.check().violations() == 0;
  }

  private static void awaitUsed(Watched watched) throws Exception {
    watched.awaitThat(
        "the use", () -> watched.set().notices().stream().mapToInt(NoticeReport::uses).sum() == 1);
  }

  @Test
  void theSecondChangeIsAFinding() throws Exception {
    try (Watched watched = Watched.begin(store, root, Preset.BINARIES, settings)) {
      announce(watched);
      Shell.run(root, "echo two >a");
      watched.await("the announced change", WatchedNoticesTest::isExplained);
      awaitUsed(watched);
      Shell.run(root, "echo evil >a");
      WatchReport report = watched.await("the other", r -> r.check().violations() == 1);
      assertThat(report.check().explained()).isZero();
    }
  }

  @Test
  void theSecondChangeIsAFindingAlsoWhenTheFirstWasPutBackAndAnotherProcessWatches()
      throws Exception {
    try (Watched watched = Watched.begin(store, root, Preset.CONTENT, settings)) {
      announce(watched);
      Shell.run(root, "echo two >a");
      watched.await("the announced change", WatchedNoticesTest::isExplained);
      awaitUsed(watched);
      Shell.run(root, "echo one >a");
      watched.await("nothing", r -> r.check().findings().isEmpty());
    }
    try (Watched watched = Watched.again(store, root, settings)) {
      Shell.run(root, "echo evil >a");
      watched.awaitOpen(CHANGED);
      assertThat(watched.finding("a").explanation()).isEmpty();
    }
  }

  @Test
  void aChangeThatTakesAWhileIsOne() throws Exception {
    try (Watched watched = Watched.begin(store, root, Preset.BINARIES, settings)) {
      announce(watched);
      Shell.run(root, "for i in $(seq 500); do echo more >>a; done");
      watched.await("the announced change", WatchedNoticesTest::isExplained);
      awaitUsed(watched);
      assertThat(watched.set().check(false, "test", n -> {}).check().explained()).isEqualTo(1);
      assertThat(watched.reports()).allMatch(r -> r.check().violations() == 0);
    }
  }
}
