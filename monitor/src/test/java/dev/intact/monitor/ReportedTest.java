package dev.intact.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.alert.Reports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found between checks: by a watcher, or by somebody who looked at a part. */
final class ReportedTest {

  private static final String START = "2026-03-02T12:00:00Z";
  private static final String ETC =
      """
      monitors:
        - {name: configuration, kind: files, subject: "e*", interval: 15m, timeout: 5m}
      channels:
        - {name: console, type: console}
      """;

  @TempDir Path directory;

  private static Finding changed(int i) {
    return Reports.changed("/etc/" + i, "aa", "bb");
  }

  private static Alert only(Site site) throws Exception {
    assertThat(site.monitoring.view().active()).hasSize(1);
    return site.monitoring.view().active().getFirst();
  }

  @Test
  void itIsToldAtOnceAndUnderTheNameOfTheSubjectsMonitor() throws Exception {
    try (Site site = new Site(directory, START, ETC)) {
      site.monitoring.reported("files", "etc", List.of(changed(1)));
      site.monitoring.deliver();
      assertThat(site.told())
          .containsExactly(
              "[intact] WARNING web-1 configuration/etc: 1 violation: 1 CONTENT_TAMPERED");
      site.monitoring.reported("files", "etc", List.of(changed(1)));
      site.monitoring.reported("files", "etc", List.of(changed(2).explained("a package")));
      site.monitoring.deliver();
      assertThat(site.told()).isEmpty();
      assertThat(site.acts("alerts_changed")).as("nothing new is no act").hasSize(1);
    }
  }

  @Test
  void ofABurstOneMessageComesAtOnceAndOneWithAllTheRestLater() throws Exception {
    try (Site site = new Site(directory, START, ETC)) {
      site.monitoring.reported(
          "files", "etc", List.of(changed(1), changed(2), changed(3), changed(4), changed(5)));
      for (int batch = 0; batch < 20; batch++) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
          findings.add(changed(100 + batch * 1_000 + i));
        }
        site.monitoring.reported("files", "etc", findings);
        site.clock.pass(Duration.ofSeconds(1));
      }
      site.monitoring.deliver();
      assertThat(site.told()).hasSize(1);
      assertThat(only(site).violations()).isEqualTo(20_005);
      site.restart();
      site.clock.pass(Duration.ofMinutes(5));
      site.subjects.found("elsewhere");
      site.monitoring.tick();
      site.monitoring.awaitIdle();
      site.monitoring.deliver();
      assertThat(site.told())
          .containsExactly(
              "[intact] CRITICAL web-1 configuration/etc: 20005 violations: 20005 CONTENT_TAMPERED");
      assertThat(only(site).untold()).isFalse();
    }
  }

  @Test
  void whatRaisesTheLevelIsToldAtOnce() throws Exception {
    try (Site site = new Site(directory, START, ETC)) {
      site.monitoring.reported("files", "etc", List.of(changed(1)));
      site.monitoring.reported("files", "etc", List.of(changed(2)));
      site.monitoring.reported(
          "files", "etc", List.of(Finding.of(Verdict.COVERAGE_LOST, "/etc", "events were lost")));
      site.monitoring.deliver();
      assertThat(site.told())
          .containsExactly(
              "[intact] WARNING web-1 configuration/etc: 1 violation: 1 CONTENT_TAMPERED",
              "[intact] CRITICAL web-1 configuration/etc: 3 violations: 2 CONTENT_TAMPERED, 1 COVERAGE_LOST");
    }
  }

  @Test
  void theNextWholeCheckSaysWhatIsTrue() throws Exception {
    try (Site site = new Site(directory, START, ETC)) {
      site.monitoring.reported("files", "etc", List.of(changed(1), changed(2)));
      site.subjects.found("etc", changed(2));
      site.step();
      assertThat(only(site).violations()).isEqualTo(1);
      site.subjects.found("etc");
      site.clock.pass(Duration.ofMinutes(15));
      site.step();
      assertThat(site.monitoring.view().active()).isEmpty();
    }
  }

  @Test
  void whatAWatcherSeesOfTheWholeJoinsTheSameMessages() throws Exception {
    try (Site site = new Site(directory, START, ETC)) {
      site.monitoring.reported("files", "etc", List.of(changed(1)));
      site.monitoring.watched("files", "etc", Reports.changed(4));
      site.monitoring.deliver();
      assertThat(site.told()).as("more of the same").hasSize(1);
      assertThat(only(site).violations()).isEqualTo(4);
      site.monitoring.watched("files", "etc", Reports.changed(7));
      site.monitoring.deliver();
      assertThat(site.told()).as("graver").singleElement().asString().contains("CRITICAL");
      site.monitoring.watched("files", "etc", Reports.changed(90));
      site.monitoring.deliver();
      assertThat(site.told()).isEmpty();
      site.clock.pass(Duration.ofMinutes(6));
      site.monitoring.tick();
      site.monitoring.awaitIdle();
      site.monitoring.deliver();
      assertThat(site.told()).anyMatch(l -> l.contains("90 violations"));
      site.monitoring.watched("files", "etc", Reports.of());
      site.monitoring.deliver();
      assertThat(site.told()).as("its end at once").anyMatch(l -> l.contains("RESOLVED"));
    }
  }

  @Test
  void aPartThatFailsIsCriticalUntilItIsSaidToWorkWhateverChecksSay() throws Exception {
    String watched = ETC.replace("timeout: 5m", "timeout: 5m, watch: true");
    try (Site site = new Site(directory, START, watched)) {
      site.subjects.found("etc");
      site.monitoring.failing("watch", "etc", "the kernel gives no events");
      site.step();
      assertThat(site.told())
          .containsExactly(
              "[intact] CRITICAL web-1 ~watch/etc: the check failed: the kernel gives no events");
      site.monitoring.working("watch", "etc");
      site.monitoring.deliver();
      assertThat(site.told()).singleElement().asString().contains("RESOLVED");
    }
  }

  @Test
  void whatNobodyElseNamesIsCheckedByTheMonitorOfTheRest() throws Exception {
    try (Site site = new Site(directory, START, ETC)) {
      site.defaults("files");
      site.subjects.found("etc");
      site.subjects.found("bin");
      site.restart();
      site.step();
      assertThat(site.monitoring.view().runs())
          .extracting(r -> r.target().monitor())
          .containsExactly("configuration/etc", "files/bin");
      site.subjects.results.remove("bin");
      site.clock.pass(Duration.ofMinutes(15));
      site.step();
      assertThat(only(site).target().monitor()).isEqualTo("files/bin");
    }
  }

  @Test
  void thatThereIsNothingToCheckIsNoFailureOfTheRest() throws Exception {
    try (Site site = new Site(directory, START, "parallel: 1")) {
      site.defaults("files");
      site.restart();
      site.step();
      assertThat(site.monitoring.view().active()).isEmpty();
      assertThat(site.monitoring.view().status().string("health")).contains("healthy");
      site.subjects.found("etc");
      site.clock.pass(Duration.ofMinutes(15));
      site.step();
      assertThat(site.monitoring.view().runs())
          .extracting(r -> r.target().monitor())
          .containsExactly("files/etc");
      site.configure(ETC);
      site.step();
      assertThat(site.monitoring.view().runs())
          .as("another monitor has taken it over")
          .extracting(r -> r.target().monitor())
          .containsExactly("configuration/etc");
    }
  }
}
