package dev.intact.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.monitor.receive.HttpReceiver;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL between finding, recording, sending and recording that it was sent. */
final class KillTest {

  @TempDir Path directory;

  private final class Run implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    Run(HttpReceiver receiver, Victim.Point point) throws IOException {
      String configuration =
          """
          monitors:
            - {name: etc, kind: files, subject: etc, interval: 15m, timeout: 5m}
          channels:
            - {name: hook, type: webhook, url: "%s", secret_env: SECRET}
            - {name: file, type: file, path: "%s"}
          """
              .formatted(receiver.url("/"), directory.resolve("alerts.jsonl"));
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Victim.class.getName(),
                  directory.toString(),
                  point.name(),
                  configuration)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      out = process.inputReader(StandardCharsets.UTF_8);
    }

    void awaitPoint() throws IOException {
      assertThat(out.readLine()).isEqualTo(Victim.HERE);
    }

    void kill() throws InterruptedException {
      process.toHandle().destroyForcibly();
      assertThat(process.waitFor()).as("killed by SIGKILL").isEqualTo(128 + 9);
    }

    void toEnd() throws InterruptedException {
      assertThat(process.waitFor()).isZero();
    }

    @Override
    public void close() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }

  private void killedAt(HttpReceiver receiver, Victim.Point point) throws Exception {
    try (Run run = new Run(receiver, point)) {
      run.awaitPoint();
      run.kill();
    }
  }

  private void toEnd(HttpReceiver receiver) throws Exception {
    try (Run run = new Run(receiver, Victim.Point.NOWHERE)) {
      run.toEnd();
    }
  }

  private static Set<String> ids(HttpReceiver receiver) {
    Set<String> ids = new HashSet<>();
    receiver.requests().forEach(r -> ids.add(r.header("webhook-id")));
    return ids;
  }

  /** Lines of the file channel, which has its own id for the same alert. */
  private List<String> lines() throws IOException {
    Path file = directory.resolve("alerts.jsonl");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  @Test
  void whatWasRecordedAndNotSentIsSentOnce() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.status(200))) {
      killedAt(receiver, Victim.Point.COMMITTED);
      assertThat(receiver.requests()).isEmpty();
      toEnd(receiver);
      toEnd(receiver);
      assertThat(receiver.requests()).hasSize(1);
      assertThat(lines()).hasSize(1);
    }
  }

  @Test
  void whatTheReceiverHasAndNobodyRecordedIsSentAgainUnderTheSameId() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.stalls())) {
      try (Run run = new Run(receiver, Victim.Point.DELIVERED)) {
        receiver.awaitRequests(1);
        run.kill();
      }
      receiver.answer(HttpReceiver.status(200));
      toEnd(receiver);
      toEnd(receiver);
      assertThat(receiver.requests()).hasSize(2);
      assertThat(ids(receiver)).hasSize(1);
      assertThat(receiver.requests().get(0).body()).isEqualTo(receiver.requests().get(1).body());
      assertThat(lines()).hasSize(1);
    }
  }

  @Test
  @Tag("long")
  void whatWasFoundAndNotRecordedIsFoundAgain() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.status(200))) {
      killedAt(receiver, Victim.Point.FINDING);
      toEnd(receiver);
      assertThat(receiver.requests()).hasSize(1);
      assertThat(lines()).hasSize(1);
    }
  }

  @Test
  @Tag("long")
  void whatWasDeliveredAndRecordedIsNotSentAgain() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.status(200))) {
      killedAt(receiver, Victim.Point.DELIVERED);
      toEnd(receiver);
      assertThat(receiver.requests()).hasSize(1);
      assertThat(lines()).hasSize(1);
    }
  }

  /** Killed around the moment of the answer, at another place each time. */
  @Test
  @Tag("long")
  void aKillAroundTheAnswerRepeatsAMessageOnceAtMost() throws Exception {
    for (int round = 0; round < 8; round++) {
      Path before = directory;
      directory = Files.createDirectory(before.resolve("round" + round));
      try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.status(200))) {
        try (Run run = new Run(receiver, Victim.Point.DELIVERED)) {
          receiver.awaitRequests(1);
          for (int spin = 0; spin < round * 4_000; spin++) {
            Thread.onSpinWait();
          }
          run.kill();
        }
        toEnd(receiver);
        assertThat(receiver.requests().size()).isBetween(1, 2);
        assertThat(ids(receiver)).hasSize(1);
        assertThat(lines().size()).isBetween(1, 2);
        assertThat(new HashSet<>(lines())).hasSize(1);
      } finally {
        directory = before;
      }
    }
  }
}
