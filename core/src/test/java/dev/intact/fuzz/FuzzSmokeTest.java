package dev.intact.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.intact.testkit.Gen;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Some thousand changed inputs for every parser: only its own exception escapes, what it takes
 * reads back, and it allocates in proportion to its input. {@code -Dintact.fuzz.runs=} makes it
 * long.
 */
final class FuzzSmokeTest {

  private static final int RUNS = Integer.getInteger("intact.fuzz.runs", 3000);
  private static final long ALLOCATION_BASE = 8 << 20;
  private static final long ALLOCATION_PER_BYTE = 2000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static List<FuzzTarget> targets() throws Exception {
    return new FuzzTargets().all();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void survives(FuzzTarget target) {
    assertThat(target.seeds()).as("one seed at least is taken").anyMatch(target::accepts);
    Gen.check(
        RUNS,
        8,
        (random, size) -> {
          byte[] seed = target.seeds().get(random.nextInt(target.seeds().size()));
          bounded(target, Gen.mutate(random, seed, target.tokens(), size));
        });
  }

  private void bounded(FuzzTarget target, byte[] input) {
    long before = threads.getCurrentThreadAllocatedBytes();
    target.accepts(input);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .as("bytes allocated for %d", input.length)
        .isLessThan(ALLOCATION_BASE + ALLOCATION_PER_BYTE * input.length);
  }
}
