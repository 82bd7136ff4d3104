package dev.intact.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL under load, again and again on one directory: no acknowledged record is ever lost. */
final class KillTest {

  private static final int THREADS = 8;

  @TempDir Path temp;

  @Test
  void whatWasAcknowledgedSurvivesAFewKills() throws Exception {
    rounds(4, 924_001);
  }

  @Test
  @Tag("long")
  void whatWasAcknowledgedSurvivesHundredsOfKills() throws Exception {
    for (int directory = 0; directory < 8; directory++) {
      rounds(25, directory);
    }
  }

  private void rounds(int rounds, long seed) throws Exception {
    Random random = new Random(seed);
    Path data = temp.resolve("data-" + seed);
    Promises promises = new Promises(data);
    for (int round = 0; round < rounds; round++) {
      boolean early = round % 5 == 3;
      kill(data, "s" + seed + "r" + round, promises, early, random);
      promises.check();
    }
    assertThat(promises.count()).as("acknowledged under load").isGreaterThan(rounds);
  }

  /** Kills it while it starts, or at some moment behind some number of acknowledgements. */
  private static void kill(
      Path data, String prefix, Promises promises, boolean early, Random random) throws Exception {
    Process process =
        new ProcessBuilder(command(data, prefix))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      int wanted = early ? 0 : 1 + random.nextInt(600);
      for (int i = 0; i < wanted; i++) {
        promises.acknowledged(whole(out));
      }
      int pause = random.nextInt(early ? 1_000 : 20);
      assertThat(process.waitFor(pause, TimeUnit.MILLISECONDS)).as("it still runs").isFalse();
      process.toHandle().destroyForcibly(); // the process itself would close its output unread
      String rest = out.readAllAsString();
      rest.substring(0, rest.lastIndexOf('\n') + 1).lines().forEach(promises::acknowledged);
      assertThat(process.waitFor()).as("killed by SIGKILL").isEqualTo(128 + 9);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static String whole(BufferedReader out) throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the workload ended by itself");
    }
    return line;
  }

  private static List<String> command(Path data, String prefix) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        Workload.class.getName(),
        data.toString(),
        prefix,
        Integer.toString(THREADS),
        "1000000");
  }
}
