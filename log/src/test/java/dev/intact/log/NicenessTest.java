package dev.intact.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The kernel says how nice a thread is. */
@EnabledOnOs(OS.LINUX)
final class NicenessTest {

  private static final int NICE = 16;

  @Test
  void aBackgroundThreadGivesWayAndNobodyElseDoes() throws Exception {
    assertThat(asked(Niceness.BACKGROUND)).isEqualTo(10);
    assertThat(niceness()).isZero();
  }

  @Test
  void theCommittingThreadGoesFirstWhereTheSystemAllowsIt() throws Exception {
    int nice = asked(Niceness.COMMIT);
    assumeTrue(nice != 0, "no right to raise a priority here");
    assertThat(nice).isEqualTo(-15);
  }

  private static int asked(Niceness niceness) throws Exception {
    CompletableFuture<Integer> nice = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          try {
            boolean granted = niceness.request();
            int now = niceness();
            assertThat(granted).isEqualTo(now != 0);
            nice.complete(now);
          } catch (Exception | Error e) {
            nice.completeExceptionally(e);
          }
        });
    return nice.get();
  }

  private static int niceness() throws Exception {
    String stat = Files.readAllLines(Path.of("/proc/thread-self/stat")).getFirst();
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE]);
  }
}
