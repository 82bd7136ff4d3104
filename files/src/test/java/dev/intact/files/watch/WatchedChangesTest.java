package dev.intact.files.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intact.files.Shell;
import dev.intact.files.scan.Preset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of change, made while it is watched, by both kinds of events, and its finding. */
final class WatchedChangesTest {

  private static final String PREPARED =
      "mkdir -p d/e; printf 'one\\n' >d/a; printf 'two\\n' >b; printf 'x' >d/e/x; ln -s d/a l;"
          + " printf 'h' >h; ln h d/h2; touch -d 2020-01-01 d/a b d/e/x; chmod 644 b d/a";

  @TempDir private Path directory;

  /**
   * A change.
   *
   * @param name what it is
   * @param script makes it
   * @param findings all that is open then
   */
  record Case(String name, boolean inotify, String script, List<String> findings) {
    @Override
    public String toString() {
      return name + (inotify ? ", by inotify" : ", by fanotify");
    }
  }

  static Stream<Case> cases() {
    return Stream.of(false, true).flatMap(inotify -> cases(inotify).stream());
  }

  private static List<Case> cases(boolean inotify) {
    return List.of(
        new Case("written", inotify, "printf 'owt\\n' >b", List.of("CONTENT_TAMPERED b: …")),
        new Case("appended", inotify, "echo 3 >>d/a", List.of("CONTENT_TAMPERED d/a: …")),
        new Case(
            "written and times put back",
            inotify,
            "printf 'owt\\n' >b; touch -d 2020-01-01 b",
            List.of(
                "CONTENT_TAMPERED b: content, while size and modification time are as they were")),
        new Case(
            "replaced",
            inotify,
            "printf 'new' >n; mv n b",
            List.of("CONTENT_TAMPERED b: content, size 4 → 3; replaced by another file…")),
        new Case("new file", inotify, "echo n >d/n", List.of("ADDED d/n: a regular file…")),
        new Case(
            "new directory with a file at once",
            inotify,
            "mkdir -p n/m/o; echo n >n/m/o/f",
            List.of("ADDED n/m/o/f: …", "ADDED n/m/o: …", "ADDED n/m: …", "ADDED n: …")),
        new Case("deleted", inotify, "rm d/e/x", List.of("MISSING d/e/x: …")),
        new Case(
            "deleted directory",
            inotify,
            "rm -r d/e",
            List.of("MISSING d/e/x: …", "MISSING d/e: …")),
        new Case("moved", inotify, "mv b d/c", List.of("MOVED d/c: moved from b…")),
        new Case(
            "moved directory, and changed in its new place",
            inotify,
            "mv d/e f; echo more >f/n",
            List.of("ADDED f/n: …", "MOVED f/x: moved from d/e/x…", "MOVED f: moved from d/e…")),
        new Case(
            "chmod", inotify, "chmod 600 b", List.of("ATTRIBUTES_CHANGED b: mode 0644 → 0600")),
        new Case(
            "chmod of a directory",
            inotify,
            "chmod 700 d",
            List.of("ATTRIBUTES_CHANGED d: mode 0755 → 0700")),
        new Case(
            "touched",
            inotify,
            "touch -d 2021-01-01 b",
            List.of("ATTRIBUTES_CHANGED b: modified 2020-01-01T00:00:00Z → 2021…")),
        new Case(
            "extended attribute",
            inotify,
            "python3 -c \"import os; os.setxattr('b', 'user.k', b'v')\"",
            List.of("ATTRIBUTES_CHANGED b: user.k added…")),
        new Case(
            "link led elsewhere",
            inotify,
            "ln -sfn /etc/passwd l",
            List.of("CONTENT_TAMPERED l: link target d/a → /etc/passwd…")),
        new Case(
            "written under one name of two",
            inotify,
            "printf 'i' >h",
            List.of("CONTENT_TAMPERED d/h2: …", "CONTENT_TAMPERED h: …")),
        new Case(
            "hostile name",
            inotify,
            "printf x >\"$(printf 'a\\nb\\033[31m')\"",
            List.of("ADDED a\\x0ab\\x1b[31m: …")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isFoundWithExactlyItsFindings(Case change) throws Exception {
    assumeTrue(change.inotify || Shell.isRoot(), "fanotify needs root");
    Path root = Files.createDirectory(directory.resolve("root"));
    Shell.run(root, PREPARED);
    try (Watched watched =
        Watched.begin(
            directory.resolve("store"),
            root,
            Preset.BINARIES,
            Watched.SETTINGS.withInotify(change.inotify))) {
      Shell.run(root, change.script);
      watched.awaitOpen(change.findings.toArray(String[]::new));
      assertThat(watched.said().getFirst()).contains(change.inotify ? "inotify" : "fanotify");
    }
  }
}
