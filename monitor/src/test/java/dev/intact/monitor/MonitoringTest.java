package dev.intact.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.finding.CheckFailedException;
import dev.intact.finding.CheckReport;
import dev.intact.finding.Coverage;
import dev.intact.json.JsonObject;
import dev.intact.monitor.alert.Reports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MonitoringTest {

  private static final String START = "2026-03-02T12:00:00Z";
  private static final String ETC =
      """
      monitors:
        - {name: etc, kind: files, subject: etc, interval: 15m, timeout: 5m}
      channels:
        - {name: console, type: console}
      """;

  @TempDir Path directory;

  private Site site(String configuration) throws Exception {
    return new Site(directory, START, configuration);
  }

  private static String id(Site site) throws Exception {
    return site.monitoring.view().alerts(false).getFirst().string("id").orElseThrow();
  }

  private static String status(Site site, String monitor) throws Exception {
    return site.monitoring.view().runs().stream()
        .filter(r -> r.target().monitor().equals(monitor))
        .findFirst()
        .flatMap(r -> r.toJson().string("status"))
        .orElse("none");
  }

  @Test
  void aFindingIsToldOnceAndItsEndTooAlsoAcrossRestarts() throws Exception {
    try (Site site = site(ETC)) {
      site.subjects.found("etc", Reports.changed("/etc/passwd", "aa", "bb"));
      site.step();
      assertThat(site.told())
          .containsExactly("[intact] WARNING web-1 etc: 1 violation: 1 CONTENT_TAMPERED");
      site.restart();
      site.step();
      site.clock.pass(Duration.ofMinutes(15));
      site.step();
      assertThat(site.told()).isEmpty();
      assertThat(site.subjects.runs).hasValue(2);
      site.restart();
      site.subjects.found("etc");
      site.clock.pass(Duration.ofMinutes(15));
      site.step();
      assertThat(site.told()).singleElement().asString().contains("RESOLVED web-1 etc");
      assertThat(status(site, "etc")).isEqualTo("clean");
    }
  }

  @Test
  void whatWasFoundBeforeACrashIsDeliveredAfterItUnderTheSameId() throws Exception {
    try (Site site = site(ETC)) {
      site.subjects.found("etc", Reports.changed("/etc/passwd", "aa", "bb"));
      site.monitoring.tick();
      site.monitoring.awaitIdle();
      assertThat(site.told()).isEmpty();
      String id =
          site.acts("monitor_checked")
              .getFirst()
              .toString()
              .replaceAll("(?s).*(msg-[0-9a-f]+).*", "$1");
      site.restart();
      site.monitoring.deliver();
      assertThat(site.told()).hasSize(1);
      assertThat(site.acts("message_delivered").getFirst().string("message")).contains(id);
      site.restart();
      site.monitoring.deliver();
      assertThat(site.told()).isEmpty();
    }
  }

  @Test
  void aCheckThatFailsOrVerifiesNothingOrTooLittleIsCritical() throws Exception {
    try (Site site = site(ETC)) {
      site.subjects.results.put(
          "etc",
          check -> {
            throw new CheckFailedException("the baseline's signature is bad");
          });
      site.step();
      assertThat(site.told())
          .containsExactly(
              "[intact] CRITICAL web-1 etc: the check failed: the baseline's signature is bad");
      assertThat(status(site, "etc")).isEqualTo("failed");
      site.subjects.covered("etc", 0, 0);
      site.clock.pass(Duration.ofMinutes(15));
      site.step();
      assertThat(site.monitoring.view().active().getFirst().summary())
          .isEqualTo("nothing was verified");
      site.subjects.covered("etc", 99, 100);
      site.clock.pass(Duration.ofMinutes(15));
      site.step();
      assertThat(site.monitoring.view().active().getFirst().summary())
          .isEqualTo("only 99 of 100 items were verified");
      site.subjects.covered("etc", 94, 100, Reports.changed("/etc/passwd", "aa", "bb"));
      site.clock.pass(Duration.ofMinutes(15));
      site.step();
      assertThat(site.monitoring.view().active()).hasSize(2);
      site.subjects.covered("etc", 99, 100, Reports.changed("/etc/passwd", "aa", "bb"));
      site.clock.pass(Duration.ofMinutes(15));
      site.told();
      site.step();
      assertThat(site.told()).anyMatch(l -> l.contains("RESOLVED web-1 etc: the check failed"));
      assertThat(status(site, "etc")).isEqualTo("violations");
    }
  }

  @Test
  void aCheckThatThrowsOrIsUnknownIsAFailedOne() throws Exception {
    try (Site site = site(ETC)) {
      site.step();
      assertThat(site.told()).singleElement().asString().contains("there is no files etc");
      site.subjects.results.put(
          "etc",
          check -> {
            throw new IllegalStateException("broken");
          });
      site.clock.pass(Duration.ofMinutes(15));
      site.step();
      assertThat(site.monitoring.view().active().getFirst().summary())
          .isEqualTo("IllegalStateException: broken");
    }
  }

  @Test
  void aCheckThatHangsIsCalledFailedAndNeverRunsTwiceAtATime() throws Exception {
    try (Site site = site(ETC)) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch end = new CountDownLatch(1);
      site.subjects.results.put(
          "etc",
          check -> {
            begun.countDown();
            while (end.getCount() > 0) {
              try {
                end.await();
              } catch (InterruptedException deaf) {
                // a check that does not listen
              }
            }
            throw new CheckFailedException("at last");
          });
      site.monitoring.tick();
      begun.await();
      site.clock.pass(Duration.ofMinutes(5).plusSeconds(1));
      site.monitoring.tick();
      site.monitoring.deliver();
      assertThat(site.told())
          .containsExactly(
              "[intact] CRITICAL web-1 etc: the check failed: the check did not end within 300 s");
      for (int i = 0; i < 5; i++) {
        site.clock.pass(Duration.ofMinutes(15));
        site.monitoring.tick();
      }
      assertThat(site.subjects.runs).hasValue(1);
      end.countDown();
      site.monitoring.awaitIdle();
      assertThat(site.monitoring.view().active().getFirst().summary())
          .as("what comes too late does not count")
          .contains("did not end");
      site.subjects.found("etc");
      site.clock.pass(Duration.ofMinutes(15));
      site.step();
      assertThat(site.subjects.mostRunning).hasValue(1);
      assertThat(status(site, "etc")).isEqualTo("clean");
    }
  }

  @Test
  void oneThatHangsTakesNoPlaceFromTheOthers() throws Exception {
    String two =
        "parallel: 1\n"
            + ETC.replace("channels:", "  - {name: bin, kind: files, subject: bin}\nchannels:");
    try (Site site = site(two)) {
      CountDownLatch begun = new CountDownLatch(1);
      site.subjects.found("etc");
      site.subjects.results.put(
          "bin",
          check -> {
            begun.countDown();
            new CountDownLatch(1).await();
            throw new CheckFailedException("never");
          });
      site.monitoring.tick();
      begun.await();
      assertThat(site.subjects.runs).hasValue(1);
      site.clock.pass(Duration.ofMinutes(16));
      site.subjects.results.remove("bin");
      site.step();
      assertThat(site.subjects.runs).as("the one that waited longest came next").hasValue(2);
      assertThat(status(site, "etc")).isEqualTo("clean");
      assertThat(status(site, "bin")).isEqualTo("failed");
    }
  }

  @Test
  void runsThatWereMissedAreMadeUpForByOneAndCounted() throws Exception {
    try (Site site = site(ETC)) {
      site.subjects.found("etc");
      site.step();
      site.restart();
      site.clock.pass(Duration.ofMinutes(14));
      site.step();
      assertThat(site.subjects.runs).as("not before its time").hasValue(1);
      site.close();
      site.clock.pass(Duration.ofHours(2));
      site.open();
      site.step();
      site.step();
      assertThat(site.subjects.runs).hasValue(2);
      assertThat(site.acts("monitor_checked").getLast().integer("missed")).contains(7L);
    }
  }

  @Test
  void eachSubjectThatMatchesIsWatchedAndOneThatVanishesIsMissed() throws Exception {
    try (Site site = site(ETC.replace("subject: etc", "subject: \"*\""))) {
      site.step();
      assertThat(site.told())
          .singleElement()
          .asString()
          .contains("there is no files that matches *");
      site.subjects.found("a");
      site.subjects.found("b", Reports.changed("/b", "aa", "bb"));
      site.clock.pass(Duration.ofMinutes(15));
      site.step();
      assertThat(site.told()).hasSize(2).anyMatch(l -> l.contains("etc/b: 1 violation"));
      assertThat(status(site, "etc")).isEqualTo("none");
      site.subjects.results.remove("a");
      site.clock.pass(Duration.ofMinutes(15));
      site.step();
      assertThat(site.told()).singleElement().asString().contains("etc/a: the check failed");
    }
  }

  @Test
  void aBadNewConfigurationIsAnAlertAndTheOldOneStays() throws Exception {
    try (Site site = site(ETC)) {
      site.subjects.found("etc");
      site.step();
      site.configure(ETC.replace("interval: 15m", "intervall: 15m"));
      site.step();
      assertThat(site.told())
          .singleElement()
          .asString()
          .contains("a configuration was refused", "monitor.yaml:2:", "intervall");
      site.clock.pass(Duration.ofMinutes(15));
      site.step();
      assertThat(site.subjects.runs).hasValue(2);
      assertThat(site.told()).isEmpty();
      site.configure(ETC.replace("15m", "30m"));
      site.step();
      assertThat(site.told()).singleElement().asString().contains("RESOLVED");
      assertThat(site.acts("config_loaded")).hasSize(2);
    }
  }

  @Test
  void aBadConfigurationAtTheStartIsRefused() throws Exception {
    assertThatThrownBy(() -> site("monitors: 7").close())
        .isInstanceOf(ConfigRefusedException.class)
        .hasMessageContaining("monitor.yaml:1:11: monitors: a list is needed");
  }

  @Test
  void peoplesActsAreRecordedWithTheirNamesAndReasons() throws Exception {
    try (Site site = site(ETC)) {
      site.subjects.found("etc", Reports.changed("/etc/passwd", "aa", "bb"));
      site.step();
      site.monitoring.acknowledge(id(site), "ada", "looking");
      site.monitoring.silence("etc", "bob", "work", site.clock.instant().plusSeconds(3600));
      site.restart();
      JsonObject alert = site.monitoring.view().alerts(false).getFirst();
      assertThat(alert.string("state")).contains("acknowledged");
      assertThat(alert.string("handled_by")).contains("ada");
      assertThat(site.monitoring.view().silences()).hasSize(1);
      site.monitoring.resolve(id(site), "ada", "was me");
      assertThat(site.acts("alerts_changed"))
          .extracting(a -> a.string("actor").orElseThrow())
          .containsExactly("ada", "ada");
    }
  }

  @Test
  void whoDamagesTheLogOfMonitoringDoesNotSilenceIt() throws Exception {
    try (Site site = site(ETC)) {
      site.subjects.found("etc", Reports.changed("/etc/passwd", "aa", "bb"));
      site.step();
      site.told();
      site.close();
      Path bundle;
      try (Stream<Path> files = Files.walk(directory.resolve("data/logs"))) {
        bundle =
            files
                .filter(p -> p.toString().matches(".*~monitor.*entries.*"))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow();
      }
      byte[] bytes = Files.readAllBytes(bundle);
      bytes[100] ^= 1;
      Files.write(bundle, bytes);
      site.open();
      site.clock.pass(Duration.ofMinutes(15));
      site.step();
      List<String> told = site.told();
      assertThat(told).anyMatch(l -> l.contains("CRITICAL web-1 ~monitor: the check failed"));
      assertThat(told).anyMatch(l -> l.contains("etc: 1 violation"));
    }
  }

  @Test
  void aChannelCanBeTried() throws Exception {
    try (Site site = site(ETC)) {
      assertThat(site.monitoring.test("console", "ada")).isPresent();
      assertThat(site.told()).containsExactly("[intact] TEST web-1 console");
      assertThat(site.monitoring.test("nobody", "ada")).isEqualTo(Optional.empty());
      assertThat(site.acts("channel_tested")).hasSize(1);
    }
  }

  /** What was put right while a check was under way is seen by the one that is asked for then. */
  @Test
  void aRunThatIsAskedForBeginsAfterTheQuestion() throws Exception {
    try (Site site = site(ETC)) {
      CountDownLatch reading = new CountDownLatch(1);
      CountDownLatch read = new CountDownLatch(1);
      Subjects.Result slow =
          check -> {
            reading.countDown();
            read.await();
            return CheckReport.of(
                check,
                List.of(Reports.changed("/etc/passwd", "aa", "bb")),
                new Coverage(1, 1),
                Instant.EPOCH,
                Duration.ofSeconds(1));
          };
      site.subjects.results.put("etc", slow);
      site.monitoring.tick();
      reading.await();
      assertThat(site.monitoring.run("etc", Duration.ZERO)).as("it runs on").contains(false);
      site.subjects.found("etc");
      FutureTask<Optional<Boolean>> asked =
          new FutureTask<>(() -> site.monitoring.run("etc", Duration.ofMinutes(5)));
      Thread asking = Thread.ofPlatform().start(asked);
      while (asking.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait(); // until it waits for the end of the first
      }
      read.countDown();
      assertThat(asked.get()).contains(true);
      assertThat(status(site, "etc")).isEqualTo("clean");
      assertThat(site.subjects.runs).hasValue(2);
      assertThat(site.monitoring.run("etc", Duration.ZERO)).isPresent();
      site.monitoring.awaitIdle();
      assertThat(site.subjects.runs).as("it was begun all the same").hasValue(3);
    }
  }
}
