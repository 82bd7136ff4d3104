package dev.intact.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.log.LogStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes changes in trees of its own, and holds the findings against what they must be. */
final class CaseRun implements AutoCloseable {

  private static final String PREPARED =
      "mkdir -p d/e; printf 'one\\n' >d/a; printf 'two\\n' >b; printf 'x' >d/e/x; ln -s d/a l;"
          + " mkfifo p; touch -d 2020-01-01 d/a b d/e/x; chmod 644 b d/a; chmod 755 d; ";

  private final Path directory;
  private final LogStore store;
  private int number;

  /**
   * Opens a store.
   *
   * @param data where the store lies
   * @param directory of the trees, on the file system that is meant
   */
  CaseRun(Path data, Path directory) throws Exception {
    this.directory = directory;
    this.store = TestSets.open(data);
  }

  void run(Case one) throws Exception {
    Path parent = Files.createDirectory(directory.resolve("c" + number));
    Path tree = Files.createDirectory(parent.resolve("tree"));
    shell(tree, PREPARED + one.before());
    FileSet set = TestSets.sets(store).openOrCreate("s" + number++);
    try {
      set.baseline(TestSets.rules(tree, one.preset()), TestSets.DECISION, n -> {});
      matches(set.check(false, "ada", n -> {}), tree, one.first());
      shell(tree, one.script());
      FilesReport report = set.check(false, "ada", n -> {});
      matches(report, tree, one.findings());
      assertThat(report.check().verdict().exitCode()).isEqualTo(one.exit());
      if (!one.hasGap()) {
        assertThat(report.check().coverage().isComplete()).isTrue();
        set.accept(List.of(), TestSets.DECISION, n -> {});
        assertThat(set.check(false, "ada", n -> {}).check().findings()).isEmpty();
      }
    } finally {
      if (one.script().contains("mount")) {
        shell(parent, "umount -q tree/d || true; umount -q tree/b || true");
      }
    }
  }

  private static void shell(Path tree, String script) throws IOException, InterruptedException {
    String unused = Shell.run(tree, "umask 022; " + script);
  }

  private static void matches(FilesReport report, Path tree, List<String> wanted) {
    String found = String.join("\n", TestSets.lines(report, tree));
    String pattern =
        wanted.stream()
            .map(finding ->
                Stream.of(finding.split("…", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".*")))
            .collect(Collectors.joining("\n"));
    assertThat(found).matches(pattern);
  }

  @Override
  public void close() {
    store.close();
  }
}
