package dev.intact.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.alert.Reports;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change of configuration leaves nobody to end. */
final class RemovedTest {

  private static final String TWO =
      """
      monitors:
        - {name: etc, kind: files, subject: etc, watch: true}
        - {name: usr, kind: files, subject: usr}
      channels:
        - {name: console, type: console}
      routes:
        - {monitors: "etc", level: warning, channels: [console]}
        - {monitors: "usr", level: warning, channels: [console]}
      """;
  private static final String ONE = TWO.replaceAll("(?m)^.*etc.*\n", "");

  @TempDir Path directory;

  private Site site() throws Exception {
    Site site = new Site(directory, "2026-03-02T12:00:00Z", TWO);
    site.subjects.found("etc", Reports.changed("/etc/passwd", "aa", "bb"));
    site.subjects.found("usr", Reports.changed("/usr/bin/su", "aa", "bb"));
    site.step();
    assertThat(site.told()).hasSize(2);
    return site;
  }

  private static List<String> active(Site site) throws Exception {
    return site.monitoring.view().active().stream().map(a -> a.target().monitor()).toList();
  }

  private static void endedWithItsReason(Site site) throws Exception {
    assertThat(site.told())
        .as("though its route went with it")
        .singleElement()
        .asString()
        .contains("RESOLVED web-1 etc");
    assertThat(active(site)).containsExactly("usr");
    Alert over =
        Alert.parse(
            site.acts("alerts_changed").getLast().array("alerts").orElseThrow().stream()
                .map(dev.intact.json.JsonObject.class::cast)
                .findFirst()
                .orElseThrow()
                .object("alert")
                .orElseThrow());
    assertThat(over.target().monitor()).isEqualTo("etc");
    assertThat(over.handledBy()).contains("intact");
    assertThat(over.reason().orElseThrow()).contains("no longer in the configuration");
  }

  @Test
  void theAlertOfAMonitorThatIsTakenOutEndsWithThatReason() throws Exception {
    try (Site site = site()) {
      site.configure(ONE);
      site.step();
      endedWithItsReason(site);
      site.restart();
      site.step();
      assertThat(active(site)).containsExactly("usr");
      assertThat(site.told()).isEmpty();
    }
  }

  @Test
  void theSameIfItWasTakenOutWhileNothingRanButNotForWhoOnlyLooks() throws Exception {
    try (Site site = site()) {
      site.close();
      site.configure(ONE);
      site.open();
      assertThat(active(site)).containsExactlyInAnyOrder("etc", "usr");
      site.step();
      endedWithItsReason(site);
    }
  }

  @Test
  void theAlertOfAMonitorThatVerifiesSomethingElseNowEndsAndThatIsCheckedAtOnce() throws Exception {
    try (Site site = site()) {
      site.subjects.found("opt");
      int before = site.subjects.runs.get();
      site.configure(TWO.replace("subject: etc", "subject: opt"));
      site.step();
      assertThat(site.told()).singleElement().asString().contains("RESOLVED web-1 etc");
      assertThat(active(site)).containsExactly("usr");
      assertThat(site.subjects.runs).hasValue(before + 1);
    }
  }

  @Test
  void theAlertOfASubjectThatAPatternNoLongerTakesInEnds() throws Exception {
    String pattern = ONE.replace("subject: usr", "subject: \"*\"");
    try (Site site = site()) {
      site.configure(pattern.replace("\"usr\"", "\"usr*\""));
      site.step();
      assertThat(active(site)).containsExactlyInAnyOrder("usr/etc", "usr/usr");
      site.told();
      site.configure(pattern.replace("\"*\"", "\"u*\"").replace("\"usr\"", "\"usr*\""));
      site.step();
      assertThat(site.told()).singleElement().asString().contains("RESOLVED web-1 usr/etc");
      assertThat(active(site)).containsExactly("usr/usr");
    }
  }

  @Test
  void theAlertUnderANameThatAnotherMonitorTakesOverEnds() throws Exception {
    try (Site site = site()) {
      site.configure(ONE);
      site.step();
      site.told();
      site.monitoring.observed("files", "opt", Reports.of(Reports.changed("/opt/a", "aa", "bb")));
      assertThat(active(site)).containsExactly("usr", "files/opt");
      site.configure(ONE.replace("name: usr,", "name: rest,"));
      site.subjects.found("opt", Reports.changed("/opt/a", "aa", "bb"));
      site.step();
      assertThat(active(site)).as("asked for, and nobody's").contains("files/opt");
      site.configure(
          ONE.replace("\nchannels:", "\n  - {name: opt, kind: files, subject: opt}\nchannels:"));
      site.step();
      assertThat(active(site)).containsExactlyInAnyOrder("usr", "opt");
    }
  }

  @Test
  void theAlertsOfAChannelAndOfAWatchThatAreTakenOutEnd() throws Exception {
    try (Site site = site()) {
      site.configure(
          TWO.replace(
              "routes:",
              "  - {name: bin, type: alertmanager, url: \"http://127.0.0.1:1/\"}\nroutes:"));
      site.step();
      site.monitoring.failing("watch", "etc", "nothing is seen any more");
      site.monitoring.failing("watch", "usr", "nobody asked for it");
      site.clock.pass(java.time.Duration.ofHours(30));
      site.step();
      site.configure(TWO);
      site.step();
      assertThat(active(site)).as("while etc is watched").contains("~watch/etc");
      site.configure(ONE);
      site.step();
      assertThat(active(site)).containsExactly("usr");
    }
  }

  @Test
  void whatSomebodyAskedForAndNoMonitorChecksStays() throws Exception {
    try (Site site = site()) {
      site.monitoring.reported("index", "index", List.of(Reports.changed("/i", "aa", "bb")));
      site.configure(ONE);
      site.step();
      assertThat(active(site)).contains("index/index");
    }
  }
}
