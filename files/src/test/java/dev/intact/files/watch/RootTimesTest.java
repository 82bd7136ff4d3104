package dev.intact.files.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.files.FilesReport;
import dev.intact.files.Shell;
import dev.intact.files.scan.Preset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes and goes in a root shows by its times, although canaries move these too. */
final class RootTimesTest {

  private static final String TOLD = "ATTRIBUTES_CHANGED .: modified …";

  private static final WatchSettings OFTEN =
      Watched.SETTINGS
          .withInotify(!Shell.isRoot())
          .withCanary(Duration.ofMillis(200), Duration.ofSeconds(20));

  @TempDir private Path directory;
  private Path store = Path.of("/");
  private Path root = Path.of("/");

  @BeforeEach
  void prepare() throws Exception {
    store = directory.toRealPath().resolve("store");
    root = Files.createDirectory(directory.toRealPath().resolve("root"));
    Shell.run(root, "chmod 755 .; echo one >a");
  }

  private static List<String> found(Watched watched) throws Exception {
    FilesReport report = watched.set().check(false, "test", n -> {});
    return report.check().findings().stream().map(f -> f.verdict() + " " + f.detail()).toList();
  }

  private static void flown(Watched watched, int more) throws Exception {
    long enough = watched.watch().flights() + more;
    watched.awaitThat("canaries", () -> watched.watch().flights() >= enough);
  }

  @Test
  void canariesAloneAreNoFindingAlsoOfAnotherProcess() throws Exception {
    WatchSettings always = OFTEN.withCanary(Duration.ofMillis(5), Duration.ofSeconds(20));
    try (Watched watched = Watched.begin(store, root, Preset.BINARIES, always)) {
      flown(watched, 3);
      assertThat(found(watched)).isEmpty();
    }
    try (Watched watched = Watched.again(store, root, always)) {
      assertThat(watched.lines()).isEmpty();
      flown(watched, 60); // more than states are remembered
      assertThat(found(watched)).isEmpty();
    }
    try (Watched watched = Watched.idle(store, root)) {
      assertThat(found(watched)).isEmpty();
    }
  }

  @Test
  void whatComesAndGoesAmongCanariesIsTold() throws Exception {
    try (Watched watched = Watched.begin(store, root, Preset.BINARIES, OFTEN)) {
      flown(watched, 3);
      Shell.run(root, "echo x >b; rm b");
      watched.awaitOpen(TOLD);
      flown(watched, 3);
      assertThat(found(watched)).hasSize(1);
      assertThat(watched.lines()).hasSize(1);
    }
  }

  @Test
  void whatComesAndGoesWhileNobodyWatchesIsTold() throws Exception {
    try (Watched watched = Watched.begin(store, root, Preset.BINARIES, OFTEN)) {
      flown(watched, 3);
    }
    Shell.run(root, "echo x >b; rm b");
    try (Watched watched = Watched.again(store, root, OFTEN)) {
      watched.awaitOpen(TOLD);
      watched.set().accept(List.of(), Watched.DECISION, n -> {});
      watched.await("it is over", r -> r.check().findings().isEmpty());
      flown(watched, 3);
      assertThat(found(watched)).isEmpty();
    }
  }

  @Test
  void rightsThatChangeAmongCanariesAreOneFinding() throws Exception {
    try (Watched watched = Watched.begin(store, root, Preset.BINARIES, OFTEN)) {
      flown(watched, 3);
      Shell.run(root, "chmod 700 .; chmod 750 .");
      watched.awaitOpen("ATTRIBUTES_CHANGED .: mode 0755 → 0750");
      flown(watched, 3);
      // If a canary was out at that moment, the time that it moved is told with it.
      assertThat(found(watched))
          .singleElement()
          .asString()
          .startsWith("ATTRIBUTES_CHANGED mode 0755 → 0750");
    }
  }
}
