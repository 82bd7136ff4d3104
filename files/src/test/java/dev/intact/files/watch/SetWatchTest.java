package dev.intact.files.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intact.files.FilesReport;
import dev.intact.files.HistoryEntry;
import dev.intact.files.Shell;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Preset;
import dev.intact.finding.Finding;
import dev.intact.finding.Severity;
import dev.intact.finding.Verdict;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What watching promises beside the single change. */
final class SetWatchTest {

  @TempDir private Path directory;
  private Path root = Path.of("/");

  @BeforeEach
  void prepare() throws Exception {
    root = Files.createDirectory(directory.resolve("root"));
    Shell.run(root, "mkdir d; echo one >a; echo two >d/b");
  }

  private Watched begin(boolean inotify) throws Exception {
    return begin(Watched.SETTINGS.withInotify(inotify));
  }

  private Watched begin(WatchSettings settings) throws Exception {
    assumeTrue(settings.byDirectory() || Shell.isRoot(), "fanotify needs root");
    return Watched.begin(directory.resolve("store"), root, Preset.BINARIES, settings);
  }

  @ParameterizedTest(name = "inotify: {0}")
  @ValueSource(booleans = {false, true})
  void fiveThousandNewFilesUnderAStalledReaderAreAllFound(boolean inotify) throws Exception {
    try (Watched watched = begin(inotify)) {
      watched
          .watch()
          .events()
          .whileStalled(() -> Shell.run(root, "for i in $(seq 5000); do : >d/$i; done"));
      WatchReport report = watched.await("5,000 findings", r -> r.check().violations() == 5_000);
      assertThat(report.check().unexplained()).containsOnlyKeys(Verdict.ADDED);
    }
  }

  @Test
  void moreThanInotifyKeepsIsAGapThatASweepCloses() throws Exception {
    int most =
        Integer.parseInt(Shell.run(root, "cat /proc/sys/fs/inotify/max_queued_events").trim());
    assumeTrue(most <= 50_000, "the queue is too long for this test");
    try (Watched watched = begin(true)) {
      watched
          .watch()
          .events()
          .whileStalled(() ->
              Shell.run(
                  root,
                  "echo changed >a; python3 -c \"import os\nfor i in range("
                      + most
                      + "): os.mkdir('d/x'); os.rmdir('d/x')\""));
      watched.awaitSaid("the whole set was looked at: lost is over");
      watched.awaitOpen("ATTRIBUTES_CHANGED d: modified …", "CONTENT_TAMPERED a: …");
      assertThat(watched.reports())
          .anySatisfy(r -> assertThat(r.amiss().toString()).contains("max_queued_events"));
    }
  }

  @Test
  void aWriteUnderANameOutsideOfTheSetIsOfAllNames() throws Exception {
    Shell.run(root, "ln a d/a2; ln a ../outside");
    try (Watched watched = begin(false)) {
      Shell.run(directory, "echo changed >outside");
      watched.awaitOpen("CONTENT_TAMPERED a: …", "CONTENT_TAMPERED d/a2: …");
      assertThat(watched.finding("a").evidence())
          .anyMatch(e -> e.name().equals("through") && e.value().contains("outside"));
    }
  }

  @Test
  void aHardLinkMadeOutsideOfTheSetIsSeenByItsCount() throws Exception {
    try (Watched watched = begin(false)) {
      Shell.run(directory, "ln root/a elsewhere");
      watched.awaitOpen("ATTRIBUTES_CHANGED a: hard links 1 → 2");
      Shell.run(directory, "rm elsewhere");
      watched.awaitOpen("ATTRIBUTES_CHANGED a: changed …");
    }
  }

  @Test
  void theProcessIsNamedWhereTheKernelTells() throws Exception {
    try (Watched watched = begin(false)) {
      Shell.run(
          root,
          "exec python3 -c \"import time; f = open('a', 'w'); f.write('x'); f.flush();"
              + " time.sleep(1)\"");
      watched.awaitOpen("CONTENT_TAMPERED a: …");
      assertThat(watched.finding("a").evidence())
          .anyMatch(e ->
              e.name().equals("by")
                  && e.value().matches("process \\d+ python3.* \\(/.*\\), user 0"));
    }
  }

  @Test
  void whatIsPutBackIsOverOnceAllWasLookedAt() throws Exception {
    try (Watched watched =
        Watched.begin(
            directory.resolve("store"),
            root,
            Preset.CONTENT,
            Watched.SETTINGS.withInotify(!Shell.isRoot()))) {
      Shell.run(root, "echo three >a");
      watched.awaitOpen("CONTENT_TAMPERED a: …");
      Shell.run(root, "echo one >a");
      WatchReport clean =
          watched.await("a clean report", r -> r.complete() && r.check().violations() == 0);
      assertThat(clean.check().verdict()).isEqualTo(Verdict.OK);
    }
  }

  @Test
  void whatIsAcceptedIsNoFindingAnyMoreAndItsNextChangeIsOne() throws Exception {
    try (Watched watched = begin(!Shell.isRoot())) {
      Shell.run(root, "echo three >a");
      watched.awaitOpen("CONTENT_TAMPERED a: …");
      watched.set().accept(List.of(), Watched.DECISION, n -> {});
      watched.await("a clean report", r -> r.complete() && r.check().violations() == 0);
      Shell.run(root, "echo four >a");
      watched.awaitOpen("CONTENT_TAMPERED a: content, size 6 → 5");
    }
  }

  @Test
  void aNewBaselineOfAnotherPlaceIsWatchedInstead() throws Exception {
    Path other = Files.createDirectory(directory.resolve("other"));
    Shell.run(other, "echo x >x");
    try (Watched watched = begin(!Shell.isRoot())) {
      watched
          .set()
          .baseline(Watched.rules(Preset.BINARIES, false, other), Watched.DECISION, n -> {});
      watched.await("a complete report", r -> r.complete() && watched.reports().size() > 1);
      Shell.run(other, "echo y >x; echo z >../root/a");
      watched.await(
          "the change",
          r -> r.check().findings().stream().anyMatch(f -> f.subject().equals(other + "/x")));
      assertThat(watched.lines()).hasSize(1);
    }
  }

  @Test
  void whatChangedWhileNobodyWatchedIsFoundAtTheStart() throws Exception {
    try (Watched watched = begin(!Shell.isRoot())) {
      watched.awaitSaid("began with a quick check");
    }
    Shell.run(root, "echo three >d/b");
    try (Watched watched =
        Watched.again(
            directory.resolve("store"), root, Watched.SETTINGS.withInotify(!Shell.isRoot()))) {
      watched.awaitOpen("CONTENT_TAMPERED d/b: …");
      assertThat(watched.reports().getFirst().complete()).isTrue();
    }
  }

  @Test
  void whatIsFoundIsInTheHistoryOfThePath() throws Exception {
    try (Watched watched = begin(!Shell.isRoot())) {
      Shell.run(root, "echo three >a");
      watched.awaitOpen("CONTENT_TAMPERED a: …");
      assertThat(watched.watch().awaitRecorded(30_000)).isTrue();
      List<HistoryEntry> history = watched.set().history(ByteString.utf8(root + "/a"));
      assertThat(history).extracting(HistoryEntry::act).containsExactly("baseline", "watch");
      assertThat(watched.set().summary(Instant.EPOCH).found())
          .containsEntry(Verdict.CONTENT_TAMPERED, 1L);
    }
  }

  @Test
  void aCanaryThatIsNotSeenIsCriticalAndOverWhenOneIsSeen() throws Exception {
    aCanaryThatIsNotSeen(!Shell.isRoot());
  }

  @Test
  @Tag("long")
  void aCanaryThatIsNotSeenByInotifyIsCriticalToo() throws Exception {
    aCanaryThatIsNotSeen(true);
  }

  private void aCanaryThatIsNotSeen(boolean inotify) throws Exception {
    WatchSettings settings =
        Watched.SETTINGS
            .withInotify(inotify)
            .withCanary(Duration.ofMillis(200), Duration.ofSeconds(1));
    try (Watched watched = begin(settings)) {
      watched.watch().events().blind();
      WatchReport missed = watched.await("a miss", r -> !r.amiss().isEmpty());
      Finding finding = missed.amiss().getFirst();
      assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
      assertThat(finding.detail()).contains("was not seen within PT1S").contains(root.toString());
      // The miss has the kernel asked anew: the next one is seen.
      WatchReport over = watched.await("the end of it", r -> r.complete() && r.amiss().isEmpty());
      assertThat(over.check().verdict()).isEqualTo(Verdict.OK);
      Shell.run(root, "echo three >a");
      watched.awaitOpen("CONTENT_TAMPERED a: …");
      assertThat(names()).containsExactly("a", "d");
    }
  }

  @Test
  void checksAndBaselinesTakeNoNoticeOfCanaries() throws Exception {
    WatchSettings settings =
        Watched.SETTINGS
            .withInotify(!Shell.isRoot())
            .withCanary(Duration.ofNanos(1), Duration.ofSeconds(20));
    try (Watched watched = begin(settings)) {
      for (int i = 0; i < 20; i++) {
        FilesReport report = watched.set().check(false, "test", n -> {});
        assertThat(report.check().findings()).isEmpty();
      }
      watched
          .set()
          .baseline(Watched.rules(Preset.BINARIES, false, root), Watched.DECISION, n -> {});
      assertThat(watched.set().check(false, "test", n -> {}).check().findings()).isEmpty();
    }
    assertThat(names()).containsExactly("a", "d");
  }

  @Test
  void whatIsNamedLikeACanaryAndIsNoneIsFound() throws Exception {
    String name = CanaryFlight.PREFIX + "0".repeat(32);
    try (Watched watched = begin(!Shell.isRoot())) {
      Shell.run(root, "echo evil >" + name);
      watched.awaitOpen("ADDED " + name + ": …");
    }
  }

  private List<String> names() throws IOException {
    try (var list = Files.list(root)) {
      return list.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aStoreThroughAMappingThatNoEventTellsIsFoundByTheSteadyReading() throws Exception {
    Path file = root.resolve("mapped");
    Files.write(file, new byte[8192]);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, 8192);
      mapped.put(0, (byte) 1); // the page is dirty from here on: later stores move no time
      try (Watched watched =
          begin(Watched.SETTINGS.withInotify(!Shell.isRoot()).withDeepAge(Duration.ofSeconds(2)))) {
        mapped.put(1, (byte) 2);
        watched.awaitOpen("CONTENT_TAMPERED mapped: content, while size and modification…");
      }
    }
  }

  @Test
  void aFlagThatChattrSetsIsFoundByTheSteadyReading() throws Exception {
    assumeTrue(Shell.isRoot(), "chattr +i needs root");
    try (Watched watched = begin(Watched.SETTINGS.withDeepAge(Duration.ofSeconds(2)))) {
      Shell.run(root, "chattr +i a");
      watched.awaitOpen("ATTRIBUTES_CHANGED a: flags none → immutable");
    } finally {
      Shell.run(root, "chattr -i a");
    }
  }

  @Test
  void aReadingThatCannotKeepUpIsSaid() throws Exception {
    Shell.run(root, "for i in 1 2 3 4; do head -c 20000000 /dev/zero >big$i; done");
    try (Watched watched =
        begin(Watched.SETTINGS.withInotify(!Shell.isRoot()).withDeepAge(Duration.ofMillis(5)))) {
      WatchReport late = watched.await("that", r -> !r.amiss().isEmpty());
      assertThat(late.amiss().getFirst().detail())
          .contains("not re-read as often as they should be");
    }
  }

  @Test
  void aMountOverADirectoryIsFoundAndItsEndToo() throws Exception {
    assumeTrue(Shell.isRoot(), "mounting needs root");
    try (Watched watched = begin(false)) {
      Shell.run(root, "mount -t tmpfs none d");
      try {
        watched.awaitOpen("COVERAGE_LOST d: another file system is mounted over it…");
        Shell.run(root, "echo x >d/over");
      } finally {
        Shell.run(root, "umount d");
      }
      watched.await("its end", r -> r.complete() && r.check().violations() == 0);
    }
  }

  @Test
  void aFileSystemMountedWithinIsWatchedWhereMountsAreCrossed() throws Exception {
    assumeTrue(Shell.isRoot(), "mounting needs root");
    try (Watched watched =
        Watched.begin(
            directory.resolve("store"),
            root,
            Watched.rules(Preset.CONTENT, true, root),
            Watched.SETTINGS)) {
      Shell.run(root, "mkdir m; mount -t tmpfs none m");
      try {
        watched.awaitOpen("ADDED m: …");
        Shell.run(root, "mkdir m/n; echo x >m/n/f");
        watched.awaitOpen("ADDED m: …", "ADDED m/n: …", "ADDED m/n/f: …");
      } finally {
        Shell.run(root, "umount m");
      }
    }
  }

  @Test
  void aRootThatIsRemovedAndMadeAgainIsWatchedAgain() throws Exception {
    try (Watched watched = begin(false)) {
      Shell.run(directory, "mv root away");
      watched.await("the loss", r -> r.check().unexplained().containsKey(Verdict.MISSING));
      Shell.run(directory, "mkdir root; echo x >root/a");
      watched.await(
          "the new one",
          r ->
              r.check().findings().stream()
                  .anyMatch(f ->
                      f.subject().equals(root + "/a") && f.verdict() == Verdict.CONTENT_TAMPERED));
    }
  }
}
