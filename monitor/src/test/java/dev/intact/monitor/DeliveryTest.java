package dev.intact.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.json.JsonObject;
import dev.intact.monitor.alert.Reports;
import dev.intact.monitor.receive.HttpReceiver;
import dev.intact.monitor.receive.Trickle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages on their way to receivers that take them, refuse them, or are not there. */
final class DeliveryTest {

  private static final String START = "2026-03-02T12:00:00Z";
  private static final String TOKEN = "T0KEN-that-nobody-must-see-1234";

  @TempDir Path directory;

  private Site site(HttpReceiver receiver) throws Exception {
    Path url = directory.resolve("url");
    Files.writeString(url, receiver.url("/services/" + TOKEN));
    return new Site(
        directory,
        START,
        """
        monitors:
          - {name: etc, kind: files, subject: etc, interval: 15m, timeout: 5m}
        channels:
          - {name: console, type: console}
          - {name: hook, type: webhook, url_file: "%s", secret_env: SECRET}
        """
            .formatted(url));
  }

  private static void found(Site site, String path) throws Exception {
    site.subjects.found("etc", Reports.changed(path, "aa", "bb"));
    pass(site, Duration.ofMinutes(15));
  }

  private static void pass(Site site, Duration time) throws Exception {
    site.clock.pass(time);
    site.step();
  }

  @Test
  void whatARestingReceiverMissedItGetsInOrderWhenItIsBack() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.status(503));
        Site site = site(receiver)) {
      found(site, "/etc/a");
      found(site, "/etc/b");
      site.subjects.found("etc");
      pass(site, Duration.ofMinutes(15));
      receiver.answer(HttpReceiver.status(200));
      int before = receiver.requests().size();
      pass(site, Duration.ofHours(1));
      List<String> types =
          receiver.requests().subList(before, receiver.requests().size()).stream()
              .map(r -> r.body().replaceAll("(?s).*\"dev\\.intact\\.(\\w+)\\.v1\".*", "$1"))
              .toList();
      assertThat(types).startsWith("alert_opened").endsWith("alert_resolved");
      site.step();
      assertThat(site.monitoring.view().status().integer("messages_waiting")).contains(0L);
      assertThat(site.told()).noneMatch(l -> l.contains("given up"));
    }
  }

  @Test
  void whatIsRefusedIsGivenUpLoudlyOnTheOtherChannelAndThatEndsWhenItWorksAgain() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.body(400, "no such field"));
        Site site = site(receiver)) {
      found(site, "/etc/a");
      site.step();
      assertThat(site.told())
          .contains(
              "[intact] CRITICAL web-1 ~channel/hook: the channel fails: a message was given"
                  + " up: HTTP 400: no such field");
      assertThat(receiver.requests()).hasSize(1);
      assertThat(site.acts("message_given_up")).hasSize(1);
      receiver.answer(HttpReceiver.status(200));
      found(site, "/etc/b");
      site.step();
      assertThat(site.told()).anyMatch(l -> l.contains("RESOLVED web-1 ~channel/hook"));
    }
  }

  @Test
  void aReceiverThatIsGoneForGoodIsAskedNoMoreUntilTheConfigurationChanges() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.status(410));
        Site site = site(receiver)) {
      found(site, "/etc/a");
      found(site, "/etc/b");
      site.step();
      assertThat(receiver.requests()).hasSize(1);
      assertThat(site.told())
          .anyMatch(l -> l.contains("~channel/hook: the channel fails: a message was given up"));
      receiver.answer(HttpReceiver.status(200));
      site.configure(Files.readString(site.yaml) + "parallel: 3\n");
      found(site, "/etc/c");
      assertThat(receiver.requests().size()).isGreaterThan(1);
    }
  }

  @Test
  void aReceiverThatIsNeverThereIsGivenUpAfterADayOfTrying() throws Exception {
    HttpReceiver receiver = HttpReceiver.of(HttpReceiver.status(200));
    try (Site site = site(receiver)) {
      receiver.close();
      found(site, "/etc/a");
      assertThat(site.told()).noneMatch(l -> l.contains("~channel/hook"));
      pass(site, Duration.ofMinutes(16));
      site.step();
      assertThat(site.told())
          .as("the other channel is not left in the dark for a day")
          .contains(
              "[intact] CRITICAL web-1 ~channel/hook: the channel fails: it has taken nothing for"
                  + " 15 min: no connection");
      for (int hour = 0; hour < 23; hour++) {
        pass(site, Duration.ofHours(1));
      }
      assertThat(site.acts("message_given_up")).isEmpty();
      pass(site, Duration.ofHours(2));
      site.step();
      List<JsonObject> acts = site.acts("message_given_up");
      assertThat(acts).isNotEmpty();
      assertThat(acts.getFirst().integer("attempts").orElseThrow()).isGreaterThan(12);
      assertThat(site.monitoring.view().active())
          .anyMatch(a -> a.summary().startsWith("a message was given up"));
    }
  }

  @Test
  void aRecordThatCannotBeReadKeepsNothingBehindItWaiting() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.status(503));
        Site site = site(receiver)) {
      found(site, "/etc/a");
      site.restart();
      try (Stream<Path> files = Files.walk(directory.resolve("data/logs"))) {
        for (Path bundle :
            files
                .filter(p -> p.toString().matches(".*~monitor.*entries.*"))
                .filter(Files::isRegularFile)
                .toList()) {
          byte[] bytes = Files.readAllBytes(bundle);
          for (int i = 60; i < bytes.length; i += 100) {
            bytes[i] ^= 1;
          }
          Files.write(bundle, bytes);
        }
      }
      receiver.answer(HttpReceiver.status(200));
      found(site, "/etc/b");
      site.step();
      assertThat(receiver.requests()).last().matches(r -> r.body().contains("/etc/b"));
      assertThat(site.told()).anyMatch(l -> l.contains("its record cannot be read"));
    }
  }

  @Test
  void aReceiverThatHoldsItsChannelDelaysNoOther() throws Exception {
    try (Trickle held = new Trickle("", "H");
        Site site =
            new Site(
                directory,
                "2026-03-02T12:00:00Z",
                """
                channels:
                  - {name: am, type: alertmanager, url: "http://127.0.0.1:%d/", timeout: 1m}
                  - {name: console, type: console}
                """
                    .formatted(held.port()))) {
      site.monitoring.start();
      site.monitoring.reported("files", "a", List.of(Reports.changed("/a", "aa", "bb")));
      assertThat(held.awaitCaller()).isTrue();
      site.monitoring.reported("files", "b", List.of(Reports.changed("/b", "aa", "bb")));
      long end = System.nanoTime() + Duration.ofSeconds(50).toNanos();
      StringBuilder told = new StringBuilder();
      while (told.indexOf("files/b") < 0) {
        assertThat(System.nanoTime()).isLessThan(end);
        site.told().forEach(told::append);
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void secretsStandNeitherInTheLogNorInRecordsNorInMessages() throws Exception {
    List<String> logged = new CopyOnWriteArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            logged.add(entry.getMessage() + " " + entry.getThrown());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    try (HttpReceiver receiver =
            HttpReceiver.of(
                HttpReceiver.body(503, "cannot POST /services/" + TOKEN),
                HttpReceiver.resets(),
                HttpReceiver.body(400, "cannot POST /services/" + TOKEN));
        Site site = site(receiver)) {
      found(site, "/etc/a");
      pass(site, Duration.ofMinutes(1));
      pass(site, Duration.ofMinutes(5));
      site.monitoring.test("hook", "ada");
      String all = site.console.toString(StandardCharsets.UTF_8) + site.acts() + logged;
      assertThat(site.acts("message_given_up")).hasSize(1);
      assertThat(all)
          .contains("[secret]")
          .doesNotContain(TOKEN, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    } finally {
      root.removeHandler(handler);
    }
  }
}
