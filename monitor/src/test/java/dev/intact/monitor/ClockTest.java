package dev.intact.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.monitor.alert.Reports;
import dev.intact.monitor.receive.HttpReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a time of day that jumps does to a whole installation. */
final class ClockTest {

  private static final String ETC =
      """
      monitors:
        - {name: etc, kind: files, subject: etc, interval: 15m, timeout: 5m}
      channels:
        - {name: console, type: console}
      report: {zone: Europe/Berlin, send: always}
      """;

  @TempDir Path directory;

  private Site site(String start, String configuration) throws Exception {
    return new Site(directory, start, configuration);
  }

  private static List<String> dates(Site site) throws Exception {
    return site.acts("report_made").stream().map(a -> a.string("date").orElseThrow()).toList();
  }

  private static void pass(Site site, Duration step, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      site.clock.pass(step);
      site.step();
    }
  }

  @Test
  void theDayOnWhichSummerTimeBeginsHasOneReportAtNine() throws Exception {
    try (Site site = site("2026-03-28T20:00:00Z", ETC)) {
      site.subjects.found("etc");
      site.step();
      pass(site, Duration.ofMinutes(30), 21);
      assertThat(dates(site)).as("half past eight by the clock on the wall").isEmpty();
      pass(site, Duration.ofMinutes(30), 1);
      assertThat(dates(site)).containsExactly("2026-03-29");
      pass(site, Duration.ofHours(1), 20);
      assertThat(dates(site)).containsExactly("2026-03-29");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-28T20:00:00Z, 2026-03-29", // half past two does not exist
    "2026-10-24T20:00:00Z, 2026-10-25" // half past two comes twice
  })
  void aTimeThatIsSkippedOrComesTwiceHasOneReportAlsoIfTheServiceIsStartedAnewAllTheTime(
      String evening, String day) throws Exception {
    try (Site site = site(evening, ETC.replace("report: {", "report: {at: \"02:30\", "))) {
      site.subjects.found("etc");
      site.step();
      for (int i = 0; i < 24; i++) {
        pass(site, Duration.ofMinutes(30), 1);
        site.restart();
      }
      assertThat(dates(site)).containsExactly(day);
    }
  }

  @Test
  void aMachineThatSleptOverNineMakesOneReportAndOneRunWhenItWakes() throws Exception {
    try (Site site = site("2026-03-02T20:00:00Z", ETC)) {
      site.subjects.found("etc");
      site.step();
      site.clock.jump(Duration.ofHours(14)); // the clock that never jumps stands still in sleep
      site.step();
      site.step();
      assertThat(dates(site)).containsExactly("2026-03-03");
      assertThat(site.subjects.runs).hasValue(2);
      assertThat(site.acts("monitor_checked").getLast().integer("missed")).contains(55L);
      pass(site, Duration.ofHours(1), 20);
      assertThat(dates(site)).containsExactly("2026-03-03");
    }
  }

  @Test
  void daysOfStandstillAreMadeUpForByOneReportAndOneRun() throws Exception {
    try (Site site = site("2026-03-02T12:00:00Z", ETC)) {
      site.subjects.found("etc");
      site.step();
      site.close();
      site.clock.pass(Duration.ofDays(4));
      site.open();
      site.step();
      site.step();
      assertThat(dates(site)).containsExactly("2026-03-06");
      assertThat(site.subjects.runs).hasValue(2);
    }
  }

  @Test
  void aClockThatGoesBackAYearStopsNeitherRunsNorRemindersNorReports() throws Exception {
    try (Site site = site("2026-03-02T12:00:00Z", ETC)) {
      site.subjects.found("etc", Reports.changed("/etc/passwd", "aa", "bb"));
      site.step();
      assertThat(site.told()).hasSize(1);
      site.clock.jump(Duration.ofDays(-365));
      pass(site, Duration.ofMinutes(15), 4);
      assertThat(site.subjects.runs).hasValue(5);
      assertThat(site.told())
          .as("nobody knows how long it has been open: somebody is told again, once for each")
          .anyMatch(l -> l.contains("unacknowledged"))
          .hasSizeLessThanOrEqualTo(3);
      pass(site, Duration.ofHours(1), 24);
      assertThat(site.told()).anyMatch(l -> l.contains("still"));
      assertThat(dates(site)).hasSizeBetween(1, 2).doesNotHaveDuplicates();
    }
  }

  @Test
  void aClockThatWasAYearAheadForAnHourEndsNoReports() throws Exception {
    try (Site site = site("2026-03-02T12:00:00Z", ETC)) {
      site.subjects.found("etc");
      site.step();
      site.clock.jump(Duration.ofDays(365));
      pass(site, Duration.ofMinutes(15), 4);
      site.clock.jump(Duration.ofDays(-365));
      pass(site, Duration.ofHours(1), 48);
      assertThat(dates(site)).contains("2026-03-03", "2026-03-04").doesNotHaveDuplicates();
    }
  }

  @Test
  void aMessageThatWasPutOffIsSentThoughTheClockGoesBack() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.status(503, "Retry-After: 3000"));
        Site site =
            site(
                "2026-03-02T12:00:00Z",
                ETC.replace(
                    "report:",
                    "  - {name: hook, type: webhook, url: \""
                        + receiver.url("/")
                        + "\"}\nreport:"))) {
      site.subjects.found("etc", Reports.changed("/etc/passwd", "aa", "bb"));
      site.step();
      assertThat(receiver.requests()).hasSize(1);
      receiver.answer(HttpReceiver.status(200));
      site.clock.jump(Duration.ofDays(-30));
      site.step();
      assertThat(receiver.requests().size()).isGreaterThan(1);
      assertThat(site.monitoring.view().status().integer("messages_waiting")).contains(0L);
    }
  }
}
