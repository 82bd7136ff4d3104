package dev.intact.files.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.files.Shell;
import dev.intact.finding.Verdict;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScanTest {

  private static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @TempDir private Path given;
  private Path directory = Path.of("/");

  @BeforeEach
  void real() throws IOException {
    directory = given.toRealPath();
  }

  private ScanRules rules(Preset preset) {
    return new ScanRules(
        List.of(ByteString.utf8(directory.toString())), preset, List.of(), List.of(), false);
  }

  private record Run(List<Observed> observed, Scan.Summary summary) {
    List<String> names(Path under) {
      return observed.stream()
          .map(o -> o.path().display())
          .map(p -> p.substring(Math.min(p.length(), under.toString().length() + 1)))
          .toList();
    }

    FileState state(String name) throws StateFormatException {
      return FileState.read(
          observed.stream()
              .filter(o -> o.path().display().endsWith("/" + name))
              .findFirst()
              .flatMap(Observed::after)
              .orElseThrow()
              .array());
    }

    Expected asExpected() {
      Iterator<Observed> all = observed.iterator();
      return () ->
          all.hasNext()
              ? Optional.of(all.next()).map(o -> new Expected.Entry(o.path(), o.after().get()))
              : Optional.empty();
    }
  }

  private static Run run(ScanRules rules, Expected expected, int threads) throws Exception {
    List<Observed> observed = new ArrayList<>();
    Scan.Summary summary =
        Scan.full(rules, threads, RateLimit.NONE).run(expected, observed::add, n -> {});
    return new Run(observed, summary);
  }

  private Run run() throws Exception {
    return run(rules(Preset.BINARIES), Expected.NOTHING, 2);
  }

  @Test
  void theOrderIsThatOfPathsForAnyNumberOfThreads() throws Exception {
    Shell.run(directory, "mkdir -p a a.b b/c; touch a/z a/y a.b/x b/c/1 b/d b/ab 'a b' z");
    List<String> expected =
        List.of(
            "", "a", "a/y", "a/z", "a b", "a.b", "a.b/x", "b", "b/ab", "b/c", "b/c/1", "b/d", "z");
    Run one = run(rules(Preset.BINARIES), Expected.NOTHING, 1);
    assertThat(one.names(directory)).isEqualTo(expected);
    assertThat(run(rules(Preset.BINARIES), Expected.NOTHING, 3).observed).isEqualTo(one.observed);
    for (int i = 1; i < one.observed.size(); i++) {
      assertThat(
              Paths.compare(
                  one.observed.get(i - 1).path().array(), one.observed.get(i).path().array()))
          .isNegative();
    }
  }

  @Test
  void namesAreBytesWhateverTheyAre() throws Exception {
    Shell.run(
        directory,
        "touch \"$(printf 'caf\\351')\" \"$(printf 'caf\\350')\" \"$(printf 'new\\nline')\""
            + " \"$(printf '%0255d' 7)\" \"$(printf '\\033[31m')\"");
    assertThat(run().names(directory))
        .containsExactly(
            "", "\\x1b[31m", "0".repeat(254) + "7", "caf\\xe8", "caf\\xe9", "new\\x0aline")
        .doesNotHaveDuplicates();
  }

  @Test
  void everyFactIsRecorded() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "abc");
    Files.setAttribute(
        file, "user:comment", "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Shell.run(
        directory,
        "chmod 4755 file; ln file second; ln -s somewhere/else link; touch -d @7.5 file");
    Run run = run();
    FileState state = run.state("file");
    assertThat(state.kind()).isEqualTo(Kind.REGULAR);
    assertThat(state.value(Field.HASH))
        .contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(state.value(Field.SIZE)).contains("3");
    assertThat(state.value(Field.MODE)).contains("4755");
    assertThat(state.value(Field.LINKS)).contains("2");
    assertThat(state.value(Field.MTIME)).contains("1970-01-01T00:00:07.500Z");
    assertThat(state.value(Field.INODE)).contains(Files.getAttribute(file, "unix:ino").toString());
    assertThat(state.value(Field.OWNER))
        .contains(
            Files.getAttribute(file, "unix:uid") + ":" + Files.getAttribute(file, "unix:gid"));
    assertThat(state.value(Field.FLAGS)).contains("none");
    assertThat(state.xattrs()).containsEntry("user.comment", "\"hello\"");
    assertThat(run.state("link").value(Field.TARGET)).contains("somewhere/else");
  }

  @Test
  void aPipeASocketAndADeviceAreNotOpened() throws Exception {
    Shell.run(directory, "mkfifo pipe");
    if (Shell.isRoot()) {
      Shell.run(directory, "mknod null c 1 3; mknod watchdog c 10 130");
    }
    Run run = run();
    assertThat(run.state("pipe").kind()).isEqualTo(Kind.PIPE);
    if (Shell.isRoot()) {
      assertThat(run.state("null").kind()).isEqualTo(Kind.CHARACTER);
      assertThat(run.state("watchdog").value(Field.SPECIAL)).contains("10:130");
    }
    assertThat(run.summary.established()).isEqualTo(run.summary.entries());
  }

  @Test
  void aSparseFileIsHashedByItsLogicalBytes() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(directory.resolve("sparse").toFile(), "rw")) {
      file.setLength(64L << 20);
    }
    assertThat(run().state("sparse").value(Field.HASH))
        .contains(Shell.run(directory, "sha256sum sparse").substring(0, 64));
  }

  @Test
  void anEmptyFileHasTheHashOfNothing() throws Exception {
    Files.createFile(directory.resolve("empty"));
    assertThat(run().state("empty").value(Field.HASH)).contains(EMPTY);
  }

  @Test
  void aTreeDeeperThanDescriptorsAreKeptIsWalkedToItsEndAndBack() throws Exception {
    Path at = directory;
    for (int i = 0; i < 200; i++) {
      at = Files.createDirectory(at.resolve("d"));
      Files.createFile(at.resolve("e"));
    }
    Run run = run();
    assertThat(run.observed).hasSize(401).allMatch(o -> o.trouble().isEmpty());
    assertThat(run.summary.established()).isEqualTo(401);
  }

  @Test
  void anUnchangedTreeShowsNothingAndAChangedOneWhatChanged() throws Exception {
    Shell.run(directory, "mkdir a b; echo 1 >a/1; echo 2 >b/2; echo 3 >3; mkfifo p; ln -s x l");
    Run before = run();
    assertThat(run(rules(Preset.BINARIES), before.asExpected(), 2).observed).isEmpty();
    Shell.run(directory, "echo 4 >>3; rm a/1; touch new; ln -sfn y l");
    Run after = run(rules(Preset.BINARIES), before.asExpected(), 2);
    assertThat(after.names(directory)).containsExactly("", "3", "a", "a/1", "l", "new");
    Observed gone = after.observed.get(3);
    assertThat(gone.before()).isPresent();
    assertThat(gone.after()).isEmpty();
  }

  @Test
  void anUnreadableFileIsNoHashAndNoSilence() throws Exception {
    // Nobody can read the first page of a process, not even root.
    Run run =
        run(
            new ScanRules(
                List.of(ByteString.utf8("/proc/self/mem")),
                Preset.CONTENT,
                List.of(),
                List.of(),
                false),
            Expected.NOTHING,
            1);
    assertThat(run.observed).hasSize(1);
    assertThat(run.observed.getFirst().trouble().map(Trouble::verdict))
        .contains(Verdict.UNVERIFIABLE);
    assertThat(run.summary.established()).isZero();
  }

  @Test
  void exclusionsAndInclusionsAreKept() throws Exception {
    Shell.run(directory, "mkdir a cache; touch a/x.conf a/y cache/z w.conf");
    ScanRules rules =
        new ScanRules(
            List.of(ByteString.utf8(directory.toString())),
            Preset.CONTENT,
            List.of(Glob.of("cache")),
            List.of(Glob.of("*.conf")),
            false);
    Run run = run(rules, Expected.NOTHING, 1);
    assertThat(run.names(directory)).containsExactly("", "a", "a/x.conf", "w.conf");
    assertThat(run.summary.excluded()).isEqualTo(1);
  }
}
