package dev.intact.files.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intact.files.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A difference leads from the one text to the other, as patch applies it. */
final class UnifiedDiffTest {

  private static final int NO_LIMIT = 1 << 30;

  @TempDir private Path directory;

  @Test
  void equalTextsHaveNone() {
    assertThat(UnifiedDiff.of(List.of("a", "b"), List.of("a", "b"), NO_LIMIT)).isEmpty();
    assertThat(UnifiedDiff.of(List.of(), List.of(), NO_LIMIT)).isEmpty();
  }

  @Test
  void aChangedLineStandsAmongThree() {
    List<String> before = IntStream.range(0, 20).mapToObj(Integer::toString).toList();
    List<String> after = new ArrayList<>(before);
    after.set(10, "ten");
    assertThat(UnifiedDiff.of(before, after, NO_LIMIT))
        .isEqualTo("@@ -8,7 +8,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n");
  }

  @Test
  void aNewAndAnEmptyTextHaveTheirPlaces() {
    assertThat(UnifiedDiff.of(List.of(), List.of("a"), NO_LIMIT))
        .isEqualTo("@@ -0,0 +1,1 @@\n+a\n");
    assertThat(UnifiedDiff.of(List.of("a"), List.of(), NO_LIMIT))
        .isEqualTo("@@ -1,1 +0,0 @@\n-a\n");
  }

  @Test
  void whatIsCutOffIsSaid() {
    assertThat(UnifiedDiff.of(List.of("a".repeat(100)), List.of("b".repeat(100)), 50))
        .endsWith("… cut off\n")
        .hasSizeLessThan(80);
  }

  @Test
  void patchMakesTheOneOfTheOther() throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/patch")), "needs patch");
    Random random = new Random(7);
    for (int round = 0; round < 60; round++) {
      List<String> before = lines(random, random.nextInt(60));
      List<String> after = new ArrayList<>(before);
      for (int i = random.nextInt(8); i >= 0; i--) {
        int at = random.nextInt(after.size() + 1);
        if (random.nextBoolean() || at == after.size()) {
          after.add(at, "l" + random.nextInt(9));
        } else {
          after.remove(at);
        }
      }
      Path file = directory.resolve("f");
      Files.write(file, before);
      Files.writeString(
          directory.resolve("d"), "--- f\n+++ f\n" + UnifiedDiff.of(before, after, NO_LIMIT));
      if (!before.equals(after)) {
        Shell.run(directory, "patch -s --no-backup-if-mismatch -F0 f d; [ -e f ] || : >f");
      }
      assertThat(Files.readAllLines(file)).as("round " + round).isEqualTo(after);
    }
  }

  @Test
  void textsWithNothingInCommonAreReplacedWithoutLongSearch() {
    List<String> before = IntStream.range(0, 15_000).mapToObj(i -> "a" + i).toList();
    List<String> after = IntStream.range(0, 15_000).mapToObj(i -> "b" + i).toList();
    assertThat(UnifiedDiff.of(before, after, NO_LIMIT))
        .startsWith("@@ -1,15000 +1,15000 @@\n-a0\n");
  }

  private static List<String> lines(Random random, int count) {
    return IntStream.range(0, count).mapToObj(i -> "l" + random.nextInt(9)).toList();
  }
}
