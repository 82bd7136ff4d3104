package dev.intact.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.json.JsonObject;
import dev.intact.monitor.alert.Reports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeeperTest {

  private static final String ETC =
      """
      monitors:
        - {name: etc, kind: files, subject: etc, interval: 15m, timeout: 5m}
      channels:
        - {name: console, type: console}
      """;

  @TempDir Path directory;

  /** With more than 30 acts, and a state that is kept after each 10. */
  private Site site() throws Exception {
    Site site = new Site(directory, "2026-03-02T12:00:00Z", ETC, 10);
    for (int i = 0; i < 15; i++) {
      site.subjects.found("etc", Reports.changed("/etc/" + i, "aa", "bb"));
      site.clock.pass(Duration.ofMinutes(15));
      site.step();
    }
    return site;
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(directory.resolve("data/monitor"))) {
      return files.sorted().toList();
    }
  }

  private static List<JsonObject> known(Site site) throws Exception {
    List<JsonObject> known = new java.util.ArrayList<>(site.monitoring.view().alerts(true));
    known.add(site.monitoring.view().status());
    return known;
  }

  @Test
  void aStartReadsWhatWasKeptLastAndTheActsSince() throws Exception {
    try (Site site = site()) {
      List<JsonObject> before = known(site);
      assertThat(site.store.log("~monitor").size()).isGreaterThan(30);
      site.restart();
      assertThat(site.monitoring.replayed()).isLessThanOrEqualTo(12);
      assertThat(known(site)).isEqualTo(before);
      site.subjects.found("etc");
      site.clock.pass(Duration.ofMinutes(15));
      site.told();
      site.step();
      assertThat(site.told()).singleElement().asString().contains("RESOLVED web-1 etc");
      assertThat(files()).as("older ones are not needed").hasSize(1);
    }
  }

  @Test
  void withoutTheFileEveryActIsReadAndTheSameIsKnown() throws Exception {
    try (Site site = site()) {
      List<JsonObject> before = known(site);
      site.close();
      Files.delete(files().getFirst());
      site.open();
      assertThat(site.monitoring.replayed()).isGreaterThan(30);
      assertThat(known(site)).isEqualTo(before);
    }
  }

  @Test
  void aFileThatSomebodyChangedIsNotBelievedAndIsAnAlert() throws Exception {
    try (Site site = site()) {
      List<JsonObject> before = site.monitoring.view().alerts(true);
      site.close();
      Path file = files().getFirst();
      Files.writeString(file, Files.readString(file).replace("\"open\"", "\"resolved\""));
      site.told();
      site.open();
      assertThat(site.monitoring.replayed()).isGreaterThan(30);
      assertThat(site.monitoring.view().alerts(true)).containsAll(before);
      site.monitoring.deliver();
      assertThat(site.told())
          .singleElement()
          .asString()
          .contains("CRITICAL web-1 ~monitor/state", "VIEW_TAMPERED");
      site.restart();
      assertThat(site.monitoring.view().active())
          .as("somebody has to look at it")
          .anyMatch(a -> a.target().monitor().equals("~monitor/state"));
    }
  }

  @Test
  void aFileWhoseActWasNeverRecordedCountsForNothing() throws Exception {
    try (Site site = site()) {
      List<JsonObject> before = known(site);
      site.close();
      Path file = files().getFirst();
      long next = site.size() - 1;
      Files.writeString(
          file.resolveSibling("state-" + next),
          Files.readString(file).replaceFirst("\"next\":[0-9]+", "\"next\":" + next));
      Files.writeString(file.resolveSibling("state-" + (next + 100)), "{}\n");
      site.open();
      assertThat(site.monitoring.replayed()).isLessThanOrEqualTo(12);
      assertThat(known(site)).isEqualTo(before);
    }
  }
}
