package dev.intact.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intact.files.scan.Preset;
import dev.intact.log.LogStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of change, made for real, and the findings word by word: one cause, one line. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EveryChangeTest {

  private static final String PREPARED =
      "mkdir -p d/e; printf 'one\\n' >d/a; printf 'two\\n' >b; printf 'x' >d/e/x; ln -s d/a l;"
          + " mkfifo p; touch -d 2020-01-01 d/a b d/e/x; chmod 644 b d/a; chmod 755 d";

  /**
   * A change.
   *
   * @param name what it is
   * @param preset what must stay
   * @param root whether only root can do it
   * @param script makes it
   * @param findings all of them; … stands for what varies
   */
  record Case(String name, Preset preset, boolean root, String script, List<String> findings) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(String name, String script, String... findings) {
    return new Case(name, Preset.BINARIES, false, script, List.of(findings));
  }

  private static Case by(Preset preset, String name, String script, String... findings) {
    return new Case(name, preset, false, script, List.of(findings));
  }

  private static Case asRoot(String name, String script, String... findings) {
    return new Case(name, Preset.BINARIES, true, script, List.of(findings));
  }

  static List<Case> cases() {
    return Stream.of(content(), names(), attributes(), links(), presets())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Case> content() {
    return List.of(
        of("nothing", "true"),
        of("read only", "cat b d/a >/dev/null; ls -lR >/dev/null"),
        of("grown", "echo 3 >>b", "CONTENT_TAMPERED b: content, size 4 → 6"),
        of("shorter", "truncate -s 1 b", "CONTENT_TAMPERED b: content, size 4 → 1"),
        of("same size", "printf 'owt\\n' >b", "CONTENT_TAMPERED b: content, of the same size"),
        of(
            "same size and times put back",
            "printf 'owt\\n' >b; touch -d 2020-01-01 b",
            "CONTENT_TAMPERED b: content, while size and modification time are as they were"),
        of(
            "put back after a look",
            "cp -p b ../kept; echo x >b; cat ../kept >b; touch -r ../kept b; rm ../kept",
            "ATTRIBUTES_CHANGED b: changed … → …, everything else is as it was"),
        of(
            "replaced by the same content",
            "cp -p b c; mv c b",
            "ATTRIBUTES_CHANGED b: replaced by a file of the same content, inode … → …"),
        of(
            "replaced by other content",
            "printf '3' >c; mv c b",
            "CONTENT_TAMPERED b: content, size 4 → 1; replaced by another file, inode … → …"),
        of(
            "touched",
            "touch -d 2021-01-01 b",
            "ATTRIBUTES_CHANGED b: modified 2020-01-01T00:00:00Z → 2021-01-01T00:00:00Z"));
  }

  private static List<Case> names() {
    return List.of(
        of(
            "new file",
            "echo n >d/n; chmod 600 d/n",
            "ADDED d/n: a regular file that was not there, mode 0600, owner …"),
        of(
            "new directory",
            "mkdir -m 700 n",
            "ADDED n: a directory that was not there, mode 0700, owner …"),
        of("deleted", "rm d/e/x", "MISSING d/e/x: a regular file that is not there any more"),
        of(
            "deleted directory",
            "rm -r d/e",
            "MISSING d/e: a directory that is not there any more",
            "MISSING d/e/x: a regular file that is not there any more"),
        of("moved", "mv b d/c", "MOVED d/c: moved from b"),
        of(
            "moved and changed mode",
            "mv b d/c; chmod 600 d/c",
            "MOVED d/c: moved from b; mode 0644 → 0600"),
        of("moved directory", "mv d/e f", "MOVED f: moved from d/e", "MOVED f/x: moved from d/e/x"),
        of(
            "moved over another",
            "mv b d/a",
            "CONTENT_TAMPERED d/a: content, while size and modification time are as they were;"
                + " replaced by another file, inode … → …",
            "MISSING b: a regular file that is not there any more"),
        of(
            "came and went between two checks",
            "touch d/n; rm d/n",
            "ATTRIBUTES_CHANGED d: modified … → …, while no entry in it is different"),
        of(
            "came and went where another came",
            "touch d/n; rm d/n; mkfifo d/m",
            "ADDED d/m: a named pipe that was not there, mode 0644, owner …"),
        of(
            "new file in a directory of other mode",
            "chmod 700 d; touch d/n",
            "ADDED d/n: a regular file that was not there, mode 0644, owner …",
            "ATTRIBUTES_CHANGED d: mode 0755 → 0700"),
        of("hard link", "ln b d/c", "ADDED d/c: another name of b, mode 0644, owner …"),
        of(
            "two hard links",
            "ln b d/c; ln b d/f",
            "ADDED d/c: another name of b, mode 0644, owner …",
            "ADDED d/f: another name of b, mode 0644, owner …"),
        of(
            "hard links within and outside the set",
            "ln b d/c; ln b ../outside2",
            "ADDED d/c: another name of b, mode 0644, owner …",
            "ATTRIBUTES_CHANGED b: hard links 1 → 3"),
        of(
            "hard link outside the set",
            "ln b ../outside",
            "ATTRIBUTES_CHANGED b: hard links 1 → 2"),
        of(
            "file became a directory",
            "rm b; mkdir b",
            "CONTENT_TAMPERED b: was a regular file and is a directory"),
        of(
            "directory became a link",
            "mv d ../d; ln -s ../d d",
            "CONTENT_TAMPERED d: was a directory and is a symbolic link",
            "MISSING d/a: a regular file that is not there any more",
            "MISSING d/e: a directory that is not there any more",
            "MISSING d/e/x: a regular file that is not there any more"),
        of(
            "the whole tree gone",
            "rm -r ../tree",
            "MISSING .: a directory that is not there any more",
            "MISSING b: …",
            "MISSING d: …",
            "MISSING d/a: …",
            "MISSING d/e: …",
            "MISSING d/e/x: …",
            "MISSING l: a symbolic link that is not there any more",
            "MISSING p: a named pipe that is not there any more"),
        of(
            "a name that forges a line",
            "touch \"$(printf 'x\\nOK  \\033[31m')\"",
            "ADDED x\\x0aOK  \\x1b[31m: a regular file that was not there, mode …"));
  }

  private static List<Case> attributes() {
    return List.of(
        of("chmod", "chmod 4755 b", "ATTRIBUTES_CHANGED b: mode 0644 → 4755"),
        of("chmod of a directory", "chmod 1777 d", "ATTRIBUTES_CHANGED d: mode 0755 → 1777"),
        asRoot("chown", "chown 5:6 b", "ATTRIBUTES_CHANGED b: owner 0:0 → 5:6"),
        asRoot("chown of a link", "chown -h 5 l", "ATTRIBUTES_CHANGED l: owner 0:0 → 5:0"),
        of(
            "setfattr",
            "python3 -c \"import os; os.setxattr('b', 'user.k', b'v')\"",
            "ATTRIBUTES_CHANGED b: user.k added: \"v\""),
        of(
            "an ACL moves mode, ACL and time and is one cause",
            "python3 -c \"import os; os.setxattr('b', 'system.posix_acl_access', bytes.fromhex("
                + "'0200000001000600ffffffff02000700e803000004000400ffffffff10000700ffffffff20000400ffffffff'))\"",
            "ATTRIBUTES_CHANGED b: ACL added: user::rw-,user:1000:rwx,group::r--,mask::rwx,other::r--"
                + " (mode 0644 → 0674)"),
        asRoot(
            "setcap",
            "setcap cap_net_raw+ep b",
            "ATTRIBUTES_CHANGED b: capabilities added: cap_net_raw=ep"),
        asRoot("chattr", "chattr +i b", "ATTRIBUTES_CHANGED b: flags none → immutable"),
        asRoot(
            "a device under an old name",
            "rm p; mknod p c 1 5",
            "CONTENT_TAMPERED p: was a named pipe and is a character device"));
  }

  private static List<Case> links() {
    return List.of(
        of(
            "retargeted",
            "ln -sfn b l",
            "CONTENT_TAMPERED l: link target d/a → b; replaced by another file, inode … → …"),
        of(
            "target changed, link not",
            "echo 3 >>d/a",
            "CONTENT_TAMPERED d/a: content, size 4 → 6"));
  }

  private static List<Case> presets() {
    return List.of(
        by(Preset.CONFIG, "saved again by an editor", "cp b c; touch c; mv c b"),
        by(
            Preset.CONFIG,
            "config: content",
            "echo 3 >>b",
            "CONTENT_TAMPERED b: content, size 4 → 6"),
        by(Preset.CONFIG, "config: mode", "chmod 600 b", "ATTRIBUTES_CHANGED b: mode 0644 → 0600"),
        by(Preset.CONTENT, "content: mode does not count", "chmod 600 b; touch b"),
        by(Preset.CONTENT, "content: a move is one", "mv b c", "MOVED c: moved from b"),
        by(Preset.LOGS, "log: grown", "echo 3 >>b; echo 4 >>b"),
        by(
            Preset.LOGS,
            "log: shorter",
            "truncate -s 2 b",
            "CONTENT_TAMPERED b: shorter than it was, size 4 → 2"),
        by(
            Preset.LOGS,
            "log: a line in its past changed, then grown",
            "printf 'owt\\nmore\\n' >b",
            "CONTENT_TAMPERED b: its beginning of 4 bytes is another"));
  }

  @TempDir private static Path directory;
  private LogStore store;
  private int number;

  @BeforeAll
  void open() throws Exception {
    store = TestSets.open(directory.resolve("data"));
  }

  @AfterAll
  void close() {
    store.close();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isFoundWithItsCause(Case one) throws Exception {
    assumeTrue(!one.root || Shell.isRoot(), "needs to be root");
    Path tree = prepare();
    FileSet set = TestSets.sets(store).openOrCreate("s" + number++);
    set.baseline(TestSets.rules(tree, one.preset), TestSets.DECISION, n -> {});
    assertThat(set.check(false, "ada", n -> {}).check().findings()).isEmpty();
    try {
      Shell.run(tree, one.script);
      FilesReport report = set.check(false, "ada", n -> {});
      assertThat(TestSets.lines(report, tree)).hasSize(one.findings.size());
      assertThat(String.join("\n", TestSets.lines(report, tree)))
          .matches(
              one.findings.stream()
                  .map(EveryChangeTest::pattern)
                  .collect(Collectors.joining("\n")));
      assertThat(report.check().verdict().exitCode()).isEqualTo(one.findings.isEmpty() ? 0 : 1);
      assertThat(report.check().coverage().isComplete()).isTrue();
      set.accept(List.of(), TestSets.DECISION, n -> {});
      assertThat(set.check(false, "ada", n -> {}).check().findings()).isEmpty();
    } finally {
      if (Shell.isRoot() && Files.exists(tree)) {
        Shell.run(tree, "chattr -i b || true");
      }
    }
  }

  private Path prepare() throws IOException, InterruptedException {
    Path parent = Files.createDirectory(directory.toRealPath().resolve("c" + number));
    Path tree = Files.createDirectory(parent.resolve("tree"));
    Shell.run(tree, PREPARED);
    return tree;
  }

  private static String pattern(String finding) {
    return Stream.of(finding.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
  }
}
