package dev.intact.files;

import dev.intact.files.scan.Preset;
import dev.intact.log.LogStore;
import java.nio.file.Path;

/** Works on a set in a process of its own, whose heap is as small as it was started with. */
final class SmallHeapSet {

  private SmallHeapSet() {}

  /**
   * The program: a baseline, or a check whose findings are printed.
   *
   * @param args the store's directory, the set's root, {@code baseline} or {@code check}
   * @throws Exception if it cannot be done
   */
  public static void main(String[] args) throws Exception {
    Path tree = Path.of(args[1]);
    try (LogStore store = TestSets.openWithSmallJournal(Path.of(args[0]))) {
      FileSet set = TestSets.sets(store).openOrCreate("s");
      if (args[2].equals("baseline")) {
        RecordedReport report =
            set.baseline(TestSets.rules(tree, Preset.BINARIES), TestSets.DECISION, n -> {});
        System.out.println(report.entries() + " entries, " + report.problems().size());
        return;
      }
      FilesReport report = set.check(false, "ada", n -> {});
      var coverage = report.check().coverage();
      System.out.println(
          coverage.checked() + " of " + coverage.expected() + ", " + report.check().violations());
      report.check().findings().stream()
          .map(f -> f.verdict() + " " + f.subject().replace(tree + "/", ""))
          .limit(100)
          .forEach(System.out::println);
    }
  }
}
