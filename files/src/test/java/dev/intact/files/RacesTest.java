package dev.intact.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Expected;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.Kind;
import dev.intact.files.scan.Look;
import dev.intact.files.scan.Looker;
import dev.intact.files.scan.Observed;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.RateLimit;
import dev.intact.files.scan.Scan;
import dev.intact.finding.Verdict;
import dev.intact.log.LogStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that somebody changes while they are looked at. */
final class RacesTest {

  @TempDir private Path directory;
  private Path tree = Path.of("/");
  private LogStore store;

  @BeforeEach
  void prepare() throws Exception {
    store = TestSets.open(directory.resolve("data"));
    tree = Files.createDirectory(directory.toRealPath().resolve("tree"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<Observed> scan(Preset preset) throws Exception {
    List<Observed> seen = new ArrayList<>();
    Scan.Summary unused =
        Scan.full(TestSets.rules(tree, preset), 2, RateLimit.NONE)
            .run(Expected.NOTHING, seen::add, n -> {});
    return seen;
  }

  private static Optional<String> hash(Observed observed) throws Exception {
    return observed.after().isPresent()
        ? FileState.read(observed.after().get().toBytes()).value(Field.HASH)
        : Optional.empty();
  }

  /**
   * Three thousand walks while, without a pause, a file and a directory are exchanged for links
   * that lead outside, thousands of times.
   */
  @Test
  void nothingIsEverFollowedOutOfTheTree() throws Exception {
    Shell.run(directory, "mkdir secret; echo secret >secret/x");
    String secret = Shell.run(directory, "sha256sum <secret/x").substring(0, 64);
    Shell.run(tree, "mkdir d; echo own >d/x; echo own >x");
    Set<Kind> met = EnumSet.noneOf(Kind.class);
    Look all = new Look(ByteString.utf8(tree.toString()), true);
    try (Looker looker =
            new Looker(TestSets.rules(tree, Preset.CONTENT), Instant.EPOCH, RateLimit.NONE);
        Children swapping =
            Children.python(
                tree,
                """
                import os, select, sys
                sys.stdout.write('.'); sys.stdout.flush()
                rounds = 0
                while rounds < 2000 or not select.select([sys.stdin], [], [], 0)[0]:
                  os.symlink('../secret/x', 'l'); os.rename('l', 'x')
                  f = open('n', 'w'); f.write('own\\n'); f.close(); os.rename('n', 'x')
                  os.rename('d', 'e'); os.symlink('../secret', 'd')
                  os.unlink('d'); os.rename('e', 'd')
                  rounds += 1
                sys.stdout.write('.'); sys.stdout.flush()
                """)) {
      for (int walks = 0; walks < 3000; walks++) {
        List<Observed> seen = new ArrayList<>();
        looker.run(List.of(all), Expected.NOTHING, seen::add);
        for (Observed observed : seen) {
          assertThat(hash(observed))
              .as(observed.path().display())
              .isNotEqualTo(Optional.of(secret));
          if (observed.after().isPresent() && !observed.path().display().endsWith("/n")) {
            met.add(FileState.read(observed.after().get().toBytes()).kind());
          }
        }
      }
      swapping.step();
    }
    assertThat(met).contains(Kind.REGULAR, Kind.DIRECTORY, Kind.LINK);
  }

  @Test
  void whatComesAndGoesWhileWeWalkIsNoTrouble() throws Exception {
    Shell.run(tree, "mkdir d; touch d/stays");
    try (Children coming =
        Children.python(
            tree,
            """
            import os, sys
            sys.stdout.write('.'); sys.stdout.flush()
            for i in range(3000):
              open('d/%d' % i, 'w').close(); os.mkdir('d/m%d' % i)
              os.unlink('d/%d' % i); os.rmdir('d/m%d' % i)
            """)) {
      while (coming.isAlive()) {
        List<Observed> seen = scan(Preset.BINARIES);
        assertThat(seen).allMatch(o -> o.trouble().isEmpty());
        assertThat(seen).anyMatch(o -> o.path().display().endsWith("/stays"));
      }
    }
  }

  @Test
  void aTamperedFileThatIsTouchedWhileItIsReadIsUnstableAndNeverClean() throws Exception {
    Shell.run(tree, "head -c 4000000 /dev/zero >big");
    FileSet set = TestSets.sets(store).openOrCreate("s");
    set.baseline(TestSets.rules(tree, Preset.CONTENT), TestSets.DECISION, n -> {});
    try (Children touching =
        Children.python(
            tree,
            """
            import os, sys
            f = os.open('big', os.O_RDWR); os.pwrite(f, b'tampered', 2000000)
            sys.stdout.write('.'); sys.stdout.flush()
            while True: os.utime('big', (1, 1))
            """)) {
      assertThat(touching.isAlive()).isTrue();
      FilesReport report = set.limited(new RateLimit(20_000_000)).check(false, "ada", n -> {});
      assertThat(TestSets.lines(report, tree))
          .containsExactly("UNSTABLE big: changed while it was read, 3 times");
      assertThat(report.check().verdict().exitCode()).isEqualTo(3);
      assertThat(report.check().findings().getFirst().actual()).isEmpty();
      assertThat(report.check().coverage().isComplete()).isFalse();
    }
    assertThat(TestSets.lines(set.check(false, "ada", n -> {}), tree))
        .containsExactly("CONTENT_TAMPERED big: content, of the same size");
  }

  /**
   * Memory of a file that is written while its page is dirty moves no time: tmpfs, so that no
   * writing back makes it clean in between.
   */
  @Test
  void aStoreIntoMappedMemoryIsTrustedByAQuickCheckAndFoundByAFullOne() throws Exception {
    Path shm = Path.of("/dev/shm");
    assumeTrue(Files.isWritable(shm), "needs a tmpfs at /dev/shm");
    tree = Files.createTempDirectory(shm, "intact-test");
    InstantSource later = () -> InstantSource.system().instant().plus(Duration.ofHours(1));
    FileSet set =
        new FileSets(store, new SecureRandom(), FilesSettings.of(later)).openOrCreate("s");
    try (Children mapped =
        Children.python(
            tree,
            """
            import mmap, sys
            f = open('m', 'w+b'); f.write(b'x' * 4096); f.flush()
            m = mmap.mmap(f.fileno(), 4096); m[0] = 97
            sys.stdout.write('.'); sys.stdout.flush()
            sys.stdin.readline(); m[0] = 98
            sys.stdout.write('.'); sys.stdout.flush(); sys.stdin.readline()
            """)) {
      set.baseline(TestSets.rules(tree, Preset.BINARIES), TestSets.DECISION, n -> {});
      mapped.step();
      FilesReport quick = set.check(true, "ada", n -> {});
      assertThat(quick.check().verdict()).isEqualTo(Verdict.OK);
      assertThat(quick.quick()).isTrue();
      assertThat(quick.scanned().trusted()).isEqualTo(1);
      FilesReport full = set.check(false, "ada", n -> {});
      assertThat(TestSets.lines(full, tree))
          .containsExactly(
              "CONTENT_TAMPERED m: content, while size and modification time are as they were");
      assertThat(full.lastFull()).isAfter(quick.lastFull());
    } finally {
      Shell.run(shm, "rm -rf " + tree);
    }
  }

  @Test
  void aCheckThatIsInterruptedLeavesNothing() throws Exception {
    Shell.run(tree, "head -c 3000000 /dev/zero >a; echo 1 >b");
    FileSet set = TestSets.sets(store).openOrCreate("s");
    set.baseline(TestSets.rules(tree, Preset.CONTENT), TestSets.DECISION, n -> {});
    Shell.run(tree, "echo 2 >b");
    Thread checking = Thread.currentThread();
    List<Throwable> thrown = new ArrayList<>();
    try {
      checking.interrupt();
      set.limited(new RateLimit(1_000)).check(false, "ada", n -> {});
    } catch (InterruptedException e) {
      thrown.add(e);
    }
    assertThat(thrown).hasSize(1);
    assertThat(set.describe().object("last_check")).isEmpty();
    assertThat(set.history(ByteString.utf8(tree + "/b"))).hasSize(1);
  }
}
