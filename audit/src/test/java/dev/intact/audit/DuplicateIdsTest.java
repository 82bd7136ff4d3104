package dev.intact.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DuplicateIdsTest {

  private static long hash(String id) {
    byte[] bytes = ("x" + id + "y").getBytes(StandardCharsets.UTF_8);
    return DuplicateIds.hash(bytes, 1, bytes.length - 1);
  }

  /** Against the plain definition, in one pass and in several. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void theyAreExactlyTheIdsThatComeTwice(int parts) {
    SplittableRandom random = new SplittableRandom(20261125);
    for (int records : new int[] {0, 1, 2, 100, 20_000}) {
      Map<String, Integer> counts = new HashMap<>();
      DuplicateIds[] ids = new DuplicateIds[parts];
      for (int part = 0; part < parts; part++) {
        ids[part] = new DuplicateIds(records, part, parts);
      }
      for (int i = 0; i < records; i++) {
        String id = "audit_" + random.nextInt(records * 20 + 1);
        counts.merge(id, 1, Integer::sum);
        for (DuplicateIds some : ids) {
          some.add(hash(id));
        }
      }
      Set<Long> expected = new HashSet<>();
      counts.forEach((id, count) -> {
        if (count > 1) {
          expected.add(hash(id));
        }
      });
      Set<Long> found = new HashSet<>();
      for (DuplicateIds some : ids) {
        assertThat(some.overflowed()).isFalse();
        found.addAll(some.repeated());
      }
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void everyLengthOfAnIdHasItsOwnHash() {
    Set<Long> hashes = new HashSet<>();
    for (int length = 0; length <= 40; length++) {
      hashes.add(hash("a".repeat(length)));
      hashes.add(hash("a".repeat(length) + "b"));
    }
    assertThat(hashes).hasSize(82);
  }

  @Test
  void tenMillionRecordsNeedOnePassInTwoHundredAndFiftySixMebibytesAndMoreNeedMore() {
    long memory = 256L << 20;
    assertThat(DuplicateIds.parts(0, memory)).isEqualTo(1);
    assertThat(DuplicateIds.parts(10_000_000, memory)).isEqualTo(1);
    for (long records : new long[] {20_000_000, 100_000_000, 3_000_000_000L, 50_000_000_000L}) {
      int parts = DuplicateIds.parts(records, memory);
      long share = records / parts;
      assertThat((share + share / 8 + 1024) * Long.BYTES).isLessThanOrEqualTo(memory / 3);
    }
  }

  @Test
  void moreThanThereIsRoomForIsToldAndNotForgotten() {
    DuplicateIds ids = new DuplicateIds(0, 0, 2);
    for (int i = 0; i < 2000; i++) {
      ids.add(2L * i);
    }
    assertThat(ids.overflowed()).isTrue();
  }
}
