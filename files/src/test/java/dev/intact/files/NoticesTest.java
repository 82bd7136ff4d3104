package dev.intact.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.files.notice.Notice;
import dev.intact.files.scan.Glob;
import dev.intact.files.scan.Preset;
import dev.intact.finding.Finding;
import dev.intact.log.LogStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was announced is explained once, in time, as announced; everything else stays. */
final class NoticesTest {

  // printf 'new' | sha256sum
  private static final String NEW =
      "11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437";

  @TempDir private Path directory;
  private LogStore store;
  private Path tree;
  private FileSet set;

  @BeforeEach
  void open() throws Exception {
    store = TestSets.open(directory.resolve("data"));
    tree = Files.createDirectory(directory.toRealPath().resolve("tree"));
    Shell.run(tree, "mkdir d; echo a >a; echo b >b; echo x >d/x; echo y >d/y; chmod 644 a b d/*");
    set = at(Duration.ZERO);
    set.baseline(TestSets.rules(tree, Preset.BINARIES), TestSets.DECISION, n -> {});
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** The set as seen by a clock that is ahead. */
  private FileSet at(Duration ahead) throws FilesException {
    InstantSource clock = () -> Instant.now().plus(ahead);
    return new FileSets(store, new SecureRandom(), FilesSettings.of(clock)).openOrCreate("s");
  }

  private Notice notice(Notice.Kind kind, List<String> sha256, Duration for_, String... patterns) {
    Instant now = Instant.now();
    return new Notice(
        kind,
        List.of(patterns).stream().map(p -> Glob.of(p.replace("@", tree.toString()))).toList(),
        sha256,
        now,
        now.plus(for_),
        false,
        "ada",
        "release 7");
  }

  private long announce(String... patterns) throws Exception {
    return set.announce(notice(Notice.Kind.ANNOUNCEMENT, List.of(), Duration.ofHours(1), patterns));
  }

  private List<String> lines(FilesReport report) {
    return report.check().findings().stream().map(this::line).sorted().toList();
  }

  private String line(Finding finding) {
    return finding.subject().replace(tree + "/", "")
        + " "
        + finding.explanation().map(e -> e.substring(0, e.indexOf(':'))).orElse("-");
  }

  private List<String> check() throws Exception {
    return lines(set.check(false, "ada", n -> {}));
  }

  @Test
  void anAnnouncedChangeIsExplainedAndStaysSoUntilItIsAccepted() throws Exception {
    long index = announce("@/a", "@/d/*");
    Shell.run(tree, "printf new >a; rm d/x; echo n >d/n; echo b2 >b");
    List<String> expected = List.of("a announced", "b -", "d/n announced", "d/x announced");
    assertThat(check()).isEqualTo(expected);
    assertThat(check()).isEqualTo(expected);
    assertThat(lines(at(Duration.ofHours(2)).check(false, "ada", n -> {}))).isEqualTo(expected);
    assertThat(set.notices().getFirst().uses()).isEqualTo(3);
    assertThat(set.notices().getFirst().index()).isEqualTo(index);
    Finding finding = set.check(false, "ada", n -> {}).check().findings().getLast();
    assertThat(finding.explanation().orElseThrow())
        .isEqualTo("announced: announcement " + index + " by ada: release 7");
  }

  @Test
  void aSecondChangeOfThePathIsNotExplainedAlsoAfterTheFirstWasAccepted() throws Exception {
    announce("@/a", "@/b");
    Shell.run(tree, "printf new >a; printf new >b");
    assertThat(check()).isEqualTo(List.of("a announced", "b announced"));
    Shell.run(tree, "printf evil >a");
    assertThat(check()).isEqualTo(List.of("a -", "b announced"));
    Shell.run(tree, "printf new >a");
    set.accept(List.of(), TestSets.DECISION, n -> {});
    assertThat(check()).isEmpty();
    Shell.run(tree, "printf evil >b");
    assertThat(check()).isEqualTo(List.of("b -"));
  }

  @Test
  void anotherContentThanTheAnnouncedOneIsNotExplained() throws Exception {
    set.announce(notice(Notice.Kind.ANNOUNCEMENT, List.of(NEW), Duration.ofHours(1), "@/a", "@/b"));
    Shell.run(tree, "printf new >a; printf other >b");
    assertThat(check()).isEqualTo(List.of("a announced with its digest", "b -"));
    Shell.run(tree, "printf new >b");
    assertThat(check())
        .isEqualTo(List.of("a announced with its digest", "b announced with its digest"));
  }

  @Test
  void whatWasChangedBeforeOrAfterItsTimeIsNotExplained() throws Exception {
    Shell.run(tree, "printf early >a");
    Instant later = Instant.now().plus(Duration.ofHours(1));
    set.announce(
        new Notice(
            Notice.Kind.ANNOUNCEMENT,
            List.of(Glob.of(tree + "/a")),
            List.of(),
            later,
            later.plusSeconds(60),
            false,
            "ada",
            "tonight"));
    assertThat(check()).isEqualTo(List.of("a -"));
    set.announce(notice(Notice.Kind.ANNOUNCEMENT, List.of(), Duration.ofNanos(1), "@/b"));
    Shell.run(tree, "printf late >b");
    assertThat(check()).isEqualTo(List.of("a -", "b -"));
  }

  @Test
  void whatWasAnnouncedAndHasNotComeIsReportedOnce() throws Exception {
    announce("@/a");
    FileSet later = at(Duration.ofHours(2));
    assertThat(later.check(false, "ada", n -> {}).notes())
        .singleElement()
        .asString()
        .contains("by ada: release 7: ended ")
        .contains("nothing of it has come");
    assertThat(later.check(false, "ada", n -> {}).notes()).isEmpty();
    assertThat(later.notices().getFirst().ended()).isTrue();
  }

  @Test
  void aWindowExplainsWhatHappenedInItButNoNewPower() throws Exception {
    set.announce(notice(Notice.Kind.WINDOW, List.of(), Duration.ofHours(1), "@/**"));
    Shell.run(
        tree,
        "echo a2 >a; rm d/y; echo n >d/n; chmod 644 d/n; echo x >d/prog; chmod 755 d/prog; chmod 4644 b");
    String window = " maintenance window, the weakest grade";
    assertThat(check())
        .isEqualTo(List.of("a" + window, "b -", "d/n" + window, "d/prog -", "d/y" + window));
    Shell.run(tree, "echo a3 >a");
    assertThat(check()).contains("a" + window);
  }

  @Test
  void whatHappenedAfterAWindowIsNotExplained() throws Exception {
    set.announce(notice(Notice.Kind.WINDOW, List.of(), Duration.ofNanos(1)));
    Shell.run(tree, "echo a2 >a; rm d/y");
    assertThat(check()).isEqualTo(List.of("a -", "d/y -"));
  }

  @Test
  void whatHasHappenedCannotBeAnnounced() {
    Instant now = Instant.now();
    Notice past =
        new Notice(
            Notice.Kind.WINDOW,
            List.of(),
            List.of(),
            now.minusSeconds(3600),
            now.plusSeconds(60),
            false,
            "ada",
            "afterwards");
    assertThatThrownBy(() -> set.announce(past)).hasMessageContaining("accepted, not announced");
  }

  @Test
  void aNoticeWithoutSenseIsRefused() {
    Duration hour = Duration.ofHours(1);
    assertThatThrownBy(() -> notice(Notice.Kind.ANNOUNCEMENT, List.of(), hour))
        .hasMessageContaining("at least one path");
    assertThatThrownBy(() -> notice(Notice.Kind.ANNOUNCEMENT, List.of("AB"), hour, "/a"))
        .hasMessageContaining("no SHA-256");
    assertThatThrownBy(() -> notice(Notice.Kind.WINDOW, List.of(), Duration.ofDays(8)))
        .hasMessageContaining("at most 7 days");
    assertThatThrownBy(() -> notice(Notice.Kind.WINDOW, List.of(), Duration.ZERO))
        .hasMessageContaining("end after it begins");
  }

  @Test
  void noticesDoNotStandInTheWayOfHistoryAndANewBaseline() throws Exception {
    announce("@/a");
    Shell.run(tree, "printf new >a");
    check();
    assertThat(set.summary(Instant.EPOCH).explained()).isEqualTo(1);
    assertThat(set.history(dev.intact.files.scan.ByteString.utf8(tree + "/a"))).hasSize(2);
    set.baseline(TestSets.rules(tree, Preset.BINARIES), TestSets.DECISION, n -> {});
    assertThat(check()).isEmpty();
    Shell.run(tree, "printf again >a");
    assertThat(check()).isEqualTo(List.of("a -"));
  }
}
