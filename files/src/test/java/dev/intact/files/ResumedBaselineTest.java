package dev.intact.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import dev.intact.log.LogStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A baseline goes on where one was interrupted, and believes no more of it than it may. */
final class ResumedBaselineTest {

  private static final int FILES = 12_000;
  private static final int SIZE = 10;

  /** Some are on their way into the log when a process is killed: at most so many pieces. */
  private static final int ON_THE_WAY = 40 * 250;

  @TempDir private Path directory;
  private Path tree = Path.of("/");

  @BeforeEach
  void prepare() throws Exception {
    tree = Files.createDirectory(directory.toRealPath().resolve("tree"));
  }

  private void fill(int files) throws Exception {
    Shell.run(
        tree,
        "python3 -c \"for i in range("
            + files
            + "): open('f%05d' % i, 'w').write('%0"
            + SIZE
            + "d' % i)\"");
  }

  private ScanRules rules() {
    return TestSets.rules(tree, Preset.BINARIES);
  }

  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private void interrupted(FileSet set, long after) {
    long[] done = new long[1];
    assertThatThrownBy(() ->
            set.baseline(
                rules(),
                TestSets.DECISION,
                n -> {
                  done[0] += n;
                  if (done[0] >= after) {
                    throw new Enough();
                  }
                }))
        .isInstanceOf(Enough.class);
  }

  /** A set of 2,000 files, of which a baseline has seen some 1,000. */
  private interface Body {
    void run(FileSet set) throws Exception;
  }

  private void halfDone(InstantSource clock, Body body) throws Exception {
    fill(2_000);
    try (LogStore store = TestSets.open(directory.resolve("data"))) {
      FileSet set = TestSets.sets(store, clock).openOrCreate("s");
      interrupted(set, 1_000);
      body.run(set);
    }
  }

  private RecordedReport baseline(FileSet set) throws Exception {
    return set.baseline(rules(), TestSets.DECISION, n -> {});
  }

  private List<String> check(FileSet set) throws Exception {
    return TestSets.lines(set.check(false, "ada", n -> {}), tree);
  }

  @Test
  void whatAKilledProcessHadReadIsNotReadAgain() throws Exception {
    fill(FILES);
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                InterruptedBaseline.class.getName(),
                directory.resolve("data").toString(),
                tree.toString(),
                Integer.toString(FILES - 500))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(child.getInputStream().read()).isEqualTo('.');
    child.destroyForcibly().waitFor();
    try (LogStore store = TestSets.open(directory.resolve("data"))) {
      FileSet set = TestSets.sets(store, InterruptedBaseline.LATER).openOrCreate("s");
      RecordedReport report = baseline(set);
      assertThat(report.carried()).isGreaterThan(FILES - 500 - ON_THE_WAY);
      assertThat(report.bytes()).isEqualTo((FILES - report.carried()) * SIZE);
      assertThat(report.entries()).isEqualTo(FILES + 1);
      assertThat(check(set)).isEmpty();
    }
  }

  @Test
  void whatHasChangedInBetweenIsReadAgain() throws Exception {
    halfDone(
        InterruptedBaseline.LATER,
        set -> {
          Shell.run(
              tree,
              "touch -r f00001 ../as-it-was; printf 0000000000 >f00001; touch -r ../as-it-was f00001;"
                  + " rm f00002; mv f00003 f00003a; printf new >f00000a; chmod 600 f00004");
          RecordedReport report = baseline(set);
          assertThat(report.carried()).isBetween(500L, 1_200L);
          assertThat(report.entries()).isEqualTo(2_001);
          assertThat(check(set)).isEmpty();
          assertThat(set.history(ByteString.utf8(tree + "/f00001")).getLast().state())
              .flatMap(state -> state.value(Field.HASH))
              .contains("84d9c4b849506b6d8f8075a9000e7e0a254be71060ea889fad3c88395988f4fc");
        });
  }

  @Test
  void aFileThatWasChangedAboutWhenItBeganIsReadAgain() throws Exception {
    Instant before = InstantSource.system().instant();
    halfDone(() -> before, set -> assertThat(baseline(set).carried()).isZero());
  }

  @Test
  void freshReadsEverything() throws Exception {
    halfDone(
        InterruptedBaseline.LATER,
        set -> {
          RecordedReport report = set.baseline(rules(), TestSets.DECISION, true, n -> {});
          assertThat(report.carried()).isZero();
          assertThat(report.bytes()).isEqualTo(2_000 * SIZE);
        });
  }

  @Test
  void byOtherRulesEverythingIsRead() throws Exception {
    halfDone(
        InterruptedBaseline.LATER,
        set -> {
          RecordedReport report =
              set.baseline(TestSets.rules(tree, Preset.CONTENT), TestSets.DECISION, n -> {});
          assertThat(report.carried()).isZero();
        });
  }

  @Test
  void whatWasReadMoreThanAWeekAgoIsReadAgain() throws Exception {
    Duration[] late = {Duration.ofHours(1)};
    halfDone(
        () -> InstantSource.system().instant().plus(late[0]),
        set -> {
          late[0] = Duration.ofDays(7).plusHours(2);
          assertThat(baseline(set).carried()).isZero();
        });
  }

  @Test
  void aFinishedBaselineLeavesNothingToGoOnFrom() throws Exception {
    halfDone(
        InterruptedBaseline.LATER,
        set -> {
          assertThat(baseline(set).carried()).isPositive();
          assertThat(baseline(set).carried()).isZero();
        });
  }

  @Test
  void oneThatIsInterruptedAgainAndEarlierLosesNothing() throws Exception {
    halfDone(
        InterruptedBaseline.LATER,
        set -> {
          interrupted(set, 300);
          RecordedReport report = baseline(set);
          assertThat(report.carried()).isBetween(500L, 1_200L);
          assertThat(report.entries()).isEqualTo(2_001);
          assertThat(check(set)).isEmpty();
        });
  }

  @Test
  void theEarlierBaselineStaysInForceAndItsChecksLoseNothing() throws Exception {
    fill(2_000);
    try (LogStore store = TestSets.open(directory.resolve("data"))) {
      FileSet set = TestSets.sets(store, InterruptedBaseline.LATER).openOrCreate("s");
      baseline(set);
      Shell.run(tree, "printf other >f00007");
      interrupted(set, 1_000);
      assertThat(check(set)).containsExactly("CONTENT_TAMPERED f00007: content, size 10 → 5");
      RecordedReport report = baseline(set);
      assertThat(report.carried()).isBetween(500L, 1_200L);
      assertThat(check(set)).isEmpty();
    }
  }

  @Test
  void aStateThatSomebodyPlantedIsRefused() throws Exception {
    fill(2_000);
    try (LogStore store = TestSets.open(directory.resolve("data"))) {
      FileSet set = TestSets.sets(store, InterruptedBaseline.LATER).openOrCreate("s");
      baseline(set);
      interrupted(set, 1_000);
      check(set); // from here on the log commits to what was established
    }
    Shell.run(
        directory,
        "python3 - <<'E'\nimport glob, os, re\nn = 0\n"
            + "for f in glob.glob('data/**/tile/entries/**', recursive=True):\n"
            + "  if not os.path.isfile(f): continue\n"
            + "  b = bytearray(open(f, 'rb').read())\n"
            + "  for piece in re.finditer(rb'\"begun\":[0-9]+,\"entries\".*?\"states\":\"', b):\n"
            + "    i = piece.end() + 400\n    b[i] = 65 if b[i] != 65 else 66\n    n += 1\n"
            + "  open(f, 'wb').write(b)\nassert n\nE");
    try (LogStore store = TestSets.open(directory.resolve("data"))) {
      FileSet set = TestSets.sets(store, InterruptedBaseline.LATER).set("s");
      assertThatThrownBy(() -> baseline(set))
          .isInstanceOf(FilesException.class)
          .hasMessageContaining("CONTENT_TAMPERED");
    }
  }
}
