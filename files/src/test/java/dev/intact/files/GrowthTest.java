package dev.intact.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Preset;
import dev.intact.log.LogStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a check has seen of a growing file, the next one holds it to. */
final class GrowthTest {

  @TempDir private Path directory;
  private Path tree = Path.of("/");
  private LogStore store;
  private FileSet set;

  @BeforeEach
  void prepare() throws Exception {
    store = TestSets.open(directory.resolve("data"));
    tree = Files.createDirectory(directory.toRealPath().resolve("tree"));
    Shell.run(tree, "printf 'one\\n' >log; printf 'rest\\n' >other");
    set = TestSets.sets(store).openOrCreate("s");
    set.baseline(TestSets.rules(tree, Preset.LOGS), TestSets.DECISION, n -> {});
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<String> check(boolean quick) throws Exception {
    return TestSets.lines(set.check(quick, "ada", n -> {}), tree);
  }

  @Test
  void whatWasAddedSinceTheBaselineIsHeldOnceACheckHasSeenIt() throws Exception {
    Shell.run(tree, "printf 'two\\n' >>log");
    assertThat(check(false)).isEmpty();
    Shell.run(tree, "printf 'one\\nTWO\\nthree\\n' >log");
    assertThat(check(false))
        .containsExactly("CONTENT_TAMPERED log: its beginning of 8 bytes is another");
    Shell.run(tree, "printf 'one\\ntwo\\nthree\\n' >log");
    assertThat(check(false)).isEmpty();
    Shell.run(tree, "printf 'one\\ntwo\\n' >log");
    assertThat(check(false))
        .containsExactly("CONTENT_TAMPERED log: shorter than it was, size 14 → 8");
  }

  @Test
  void aQuickCheckHoldsItToo() throws Exception {
    Shell.run(tree, "printf 'two\\n' >>log");
    assertThat(check(true)).isEmpty();
    Shell.run(tree, "printf 'one\\nTWO\\nthree\\n' >log");
    assertThat(check(true)).hasSize(1);
  }

  @Test
  void whatIsAcceptedReplacesWhatHadGrown() throws Exception {
    Shell.run(tree, "printf 'two\\n' >>log; printf 'more\\n' >>other");
    assertThat(check(false)).isEmpty();
    Shell.run(tree, "printf 'new\\n' >log");
    assertThat(check(false)).hasSize(1);
    set.accept(List.of(ByteString.utf8(tree + "/log")), TestSets.DECISION, n -> {});
    assertThat(check(false)).isEmpty();
    Shell.run(tree, "printf 'again\\n' >>log; printf 'REST\\nmore\\n' >other");
    assertThat(check(false))
        .containsExactly("CONTENT_TAMPERED other: its beginning of 10 bytes is another");
    Shell.run(tree, "printf 'new\\nAGAIN\\n' >log");
    assertThat(check(false)).hasSize(2);
  }

  @Test
  void aNewBaselineBeginsAnew() throws Exception {
    Shell.run(tree, "printf 'two\\n' >>log");
    assertThat(check(false)).isEmpty();
    Shell.run(tree, "printf 'x\\n' >log");
    set.baseline(TestSets.rules(tree, Preset.LOGS), TestSets.DECISION, n -> {});
    assertThat(check(false)).isEmpty();
  }

  @Test
  void historyHasEveryLengthThatACheckSaw() throws Exception {
    Shell.run(tree, "printf 'two\\n' >>log");
    check(false);
    check(false);
    Shell.run(tree, "printf 'three\\n' >>log");
    check(false);
    ByteString log = ByteString.utf8(tree + "/log");
    List<HistoryEntry> history = set.history(log);
    assertThat(history).extracting(HistoryEntry::act).containsExactly("baseline", "check", "check");
    assertThat(history)
        .extracting(h -> h.state().flatMap(s -> s.value(dev.intact.files.scan.Field.SIZE)).get())
        .containsExactly("4", "8", "14");
    byte[] two = "one\ntwo\n".getBytes(StandardCharsets.UTF_8);
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(two));
    LastEqual found = set.lastEqual(log, hash);
    assertThat(found.equal().map(HistoryEntry::act)).contains("check");
    assertThat(found.then()).isPresent();
    assertThat(found.then().get().index()).isEqualTo(history.get(2).index());
  }
}
