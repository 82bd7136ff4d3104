package dev.intact.log.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class IdFilterTest {

  private static long hash(long i) {
    return IdFilter.hash("trail", "audit_" + i);
  }

  @Test
  void neverDeniesAnIdThatWasAdded() {
    IdFilter filter = new IdFilter();
    for (int i = 0; i < 300_000; i++) {
      filter.add(hash(i));
    }
    for (int i = 0; i < 300_000; i++) {
      assertThat(filter.mayContain(hash(i))).isTrue();
    }
  }

  @Test
  void deniesNearlyEveryIdThatWasNot() {
    IdFilter filter = new IdFilter();
    for (int i = 0; i < 300_000; i++) {
      filter.add(hash(i));
    }
    long wrong = 0;
    for (int i = 300_000; i < 600_000; i++) {
      wrong += filter.mayContain(hash(i)) ? 1 : 0;
    }
    assertThat(wrong).isLessThan(300_000 / 100);
  }

  @Test
  void tellsTheSameIdOfTwoLogsApart() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      String id = Long.toHexString(random.nextLong());
      assertThat(IdFilter.hash("a", id)).isNotEqualTo(IdFilter.hash("b", id));
    }
  }
}
