package dev.intact.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.monitor.alert.Reports;
import dev.intact.monitor.receive.HttpReceiver;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeartbeatTest {

  private static final Logger CLOCKWORK = Logger.getLogger(Clockwork.class.getName());

  @TempDir Path directory;

  /** Waits for the program to say that it keeps a beat back. */
  private static final class Withheld extends Handler {
    private final CountDownLatch said = new CountDownLatch(1);

    @Override
    public void publish(LogRecord entry) {
      if (entry.getMessage().startsWith("no heartbeat")) {
        said.countDown();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void nobodyHearsABeatWhileEveryChannelThatLeavesTheMachineFails() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.status(200));
        HttpReceiver refusing = HttpReceiver.of(HttpReceiver.status(400));
        Site site =
            new Site(
                directory,
                "2026-03-02T12:00:00Z",
                """
                monitors: [{name: etc, kind: files, subject: etc, interval: 15m, timeout: 5m}]
                channels:
                  - {name: console, type: console}
                  - {name: hook, type: webhook, url: "%s"}
                heartbeat: {url: "%s", interval: 1m}
                """
                    .formatted(refusing.url("/"), receiver.url("/beat")))) {
      site.subjects.found("etc", Reports.changed("/etc/passwd", "aa", "bb"));
      site.step();
      assertThat(site.monitoring.reachesNobody()).isTrue();
      Withheld withheld = new Withheld();
      CLOCKWORK.addHandler(withheld);
      try {
        site.monitoring.start();
        assertThat(withheld.said.await(1, TimeUnit.MINUTES)).isTrue();
      } finally {
        CLOCKWORK.removeHandler(withheld);
      }
      assertThat(receiver.requests()).isEmpty();
      site.restart();
      refusing.answer(HttpReceiver.status(200));
      site.subjects.found("etc");
      site.clock.pass(Duration.ofMinutes(15));
      site.step();
      assertThat(site.monitoring.reachesNobody()).isFalse();
      site.monitoring.start();
      receiver.awaitRequests(1);
      assertThat(receiver.requests()).hasSize(1);
    }
  }

  /** A file system that hangs: its configuration becomes a pipe that nobody writes to. */
  @Test
  void theHeartStopsWhileMonitoringHangsAndBeatsAgainBehindIt() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.status(200));
        Site site =
            new Site(
                directory,
                "2026-03-02T12:00:00Z",
                "heartbeat: {url: \"" + receiver.url("/beat") + "\", interval: 1m}\n")) {
      String configuration = Files.readString(site.yaml);
      site.monitoring.start();
      receiver.awaitRequests(1);
      site.clock.pass(Duration.ofMinutes(1));
      receiver.awaitRequests(2);
      assertThat(receiver.last().body()).isEqualTo("intact monitoring lives\n");

      Path pipe = directory.resolve("pipe");
      assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
      Files.move(pipe, site.yaml, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      // Open for writing is open only once somebody reads: from here on the clock's thread hangs.
      try (OutputStream out = Files.newOutputStream(site.yaml)) {
        site.clock.pass(Duration.ofHours(1));
        Files.move(site.yaml, pipe);
        Files.writeString(site.yaml, configuration);
        assertThat(receiver.requests()).hasSize(2);
        out.write(configuration.getBytes(StandardCharsets.UTF_8));
      }
      receiver.awaitRequests(3);
      assertThat(receiver.requests()).as("none for the hour in which it hung").hasSize(3);
    }
  }
}
