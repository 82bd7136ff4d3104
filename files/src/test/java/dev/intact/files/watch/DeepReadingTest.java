package dev.intact.files.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.files.LiveSet;
import dev.intact.files.Shell;
import dev.intact.files.WatchedSet;
import dev.intact.files.WatchedSet.Deep;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Preset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steady re-reading goes on where an earlier process was. */
final class DeepReadingTest {

  private static final int FILES = 40;
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path directory;
  private Path root = Path.of("/");
  private Watched watched;
  private WatchedSet set;
  private LiveSet live;

  @BeforeEach
  void everyFileDiffers() throws Exception {
    root = Files.createDirectory(directory.toRealPath().resolve("root"));
    Shell.run(root, "for i in $(seq -w " + FILES + "); do echo 1 >$i; done");
    watched = Watched.idle(directory.resolve("store"), root);
    watched.baseline(Preset.CONTENT);
    Shell.run(root, "for i in *; do echo 2 >$i; done");
    set = watched.set().watched();
    live = set.live();
  }

  @AfterEach
  void close() {
    watched.close();
  }

  /** What a process has read, in order, until it was ended after so many files. */
  private record Run(List<String> read, Deep progress, Duration ageAtFirst) {}

  private Run run(Optional<Deep> from, Instant lastFull, int files) throws Exception {
    List<String> read = new ArrayList<>();
    DeepReading.Told told =
        new DeepReading.Told() {
          @Override
          public void differs(ByteString path) throws InterruptedException {
            if (read.size() == files) {
              throw new InterruptedException();
            }
            read.add(path.display());
          }

          @Override
          public void late(Optional<Duration> oldest) {}
        };
    DeepReading reading =
        new DeepReading(() -> live, Duration.ofMillis(300), () -> NOW, told, e -> {});
    reading.begin(from, lastFull);
    Duration age = reading.age();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                reading.read();
              } catch (InterruptedException e) {
                // as meant
              }
            });
    thread.join();
    return new Run(read, reading.progress(), age);
  }

  /** By way of the log. */
  private Optional<Deep> kept(Deep progress) throws Exception {
    set.record(
        new WatchedSet.Watching(
            "test", live.baseline(), List.of(), List.of(), List.of(), Optional.of(progress)));
    return set.deep(live.baseline());
  }

  @Test
  void everyFileIsReadOnceHoweverOftenTheProcessIsStarted() throws Exception {
    List<String> read = new ArrayList<>();
    Optional<Deep> kept = Optional.empty();
    for (int start = 0; start < FILES / 5; start++) {
      Run run = run(kept, NOW, 5);
      read.addAll(run.read());
      kept = kept(run.progress());
    }
    assertThat(read).hasSize(FILES);
    assertThat(new HashSet<>(read)).hasSize(FILES);
  }

  @Test
  void howLongAgoAFileWasReadIsRememberedAndNoLongerThanSinceTheLastFullCheck() throws Exception {
    Instant since = NOW.minus(Duration.ofHours(10));
    Optional<ByteString> sixth = Optional.of(ByteString.utf8(root + "/06"));
    Deep deep = new Deep(0, sixth, NOW, live.parts(), since, NOW);
    Optional<Deep> kept = kept(deep);
    assertThat(kept).contains(deep);
    Run old = run(kept, NOW.minus(Duration.ofHours(20)), 1);
    assertThat(old.ageAtFirst()).isBetween(Duration.ofHours(10), Duration.ofHours(11));
    assertThat(old.read().getFirst()).endsWith("/07");
    assertThat(run(kept, NOW.minus(Duration.ofHours(2)), 1).ageAtFirst())
        .isBetween(Duration.ofHours(2), Duration.ofHours(3));
  }

  @Test
  void whatIsAcceptedMeanwhileLeavesOutNoFile() throws Exception {
    Run first = run(Optional.empty(), NOW, 5);
    Shell.run(root, "rm 02 03; echo new >00");
    watched
        .set()
        .accept(
            List.of(
                ByteString.utf8(root + "/00"),
                ByteString.utf8(root + "/02"),
                ByteString.utf8(root + "/03")),
            Watched.DECISION,
            n -> {});
    live = set.live();
    Run second = run(kept(first.progress()), NOW, 1);
    assertThat(first.read().getLast()).endsWith("/05");
    assertThat(second.read().getFirst()).endsWith("/06");
  }

  @Test
  void whatWasReadOfAnotherBaselineDoesNotCount() throws Exception {
    Run run = run(Optional.empty(), NOW, 5);
    assertThat(kept(run.progress())).isPresent();
    assertThat(set.deep(live.baseline() + 1)).isEmpty();
  }
}
