package dev.intact.files;

import dev.intact.files.scan.Preset;
import dev.intact.log.LogStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** Begins a baseline, says so half-way and goes no further: to be killed. */
final class InterruptedBaseline {

  private InterruptedBaseline() {}

  /** No file was changed a moment ago, as this clock has it. */
  static final InstantSource LATER =
      () -> InstantSource.system().instant().plus(Duration.ofHours(1));

  /**
   * The program.
   *
   * @param args the store's directory, the set's root, after how many entries to stop
   * @throws Exception if the baseline cannot be begun
   */
  public static void main(String[] args) throws Exception {
    long most = Long.parseLong(args[2]);
    try (LogStore store = TestSets.open(Path.of(args[0]))) {
      FileSet set = TestSets.sets(store, LATER).openOrCreate("s");
      long[] done = new long[1];
      set.baseline(
          TestSets.rules(Path.of(args[1]), Preset.BINARIES),
          TestSets.DECISION,
          n -> {
            done[0] += n;
            if (done[0] >= most) {
              System.out.write('.');
              System.out.flush();
              waitForEver();
            }
          });
    }
  }

  private static void waitForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
