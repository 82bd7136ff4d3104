package dev.intact.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.files.Decision;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsTest {

  private static final String JSON = "application/json";
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  @TempDir Path temp;

  /** A service that finds a baseline when it starts, and watches its set from then on. */
  private TestServer server() throws Exception {
    Files.createDirectories(temp.resolve("data"));
    Files.createDirectories(temp.resolve("etc"));
    Files.writeString(temp.resolve("etc/passwd"), "root");
    try (TestServer before = new TestServer(temp.resolve("data"))) {
      baseline(before);
    }
    Files.writeString(
        temp.resolve("data/intact.yaml"),
        """
        monitors:
          - {name: payments, kind: audit, subject: "t*", interval: 1d}
          - {name: etc, kind: files, subject: etc, interval: 1d, watch: true}
        channels:
          - {name: lines, type: file, path: "TEMP/alerts.jsonl"}
          - {name: nobody, type: alertmanager, url: "http://127.0.0.1:1/"}
        """
            .replace("TEMP", temp.toString()));
    return new TestServer(temp.resolve("data"));
  }

  private void baseline(TestServer server) throws Exception {
    var unused =
        server
            .server
            .watching()
            .files()
            .openOrCreate("etc")
            .baseline(
                new ScanRules(
                    List.of(ByteString.parse(temp.resolve("etc").toString())),
                    Preset.CONFIG,
                    List.of(),
                    List.of(),
                    false),
                new Decision("tester", "the first"),
                n -> {});
  }

  private static String scrape(TestServer server) throws Exception {
    return server.get("/metrics").body();
  }

  private static String awaitSample(TestServer server, String... samples) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    String text = scrape(server);
    while (!Stream.of(samples).allMatch(text::contains)) {
      if (System.nanoTime() > end) {
        assertThat(text).contains(samples);
      }
      Thread.onSpinWait();
      text = scrape(server);
    }
    return text;
  }

  @Test
  void whatIsFoundAndWhatBecomesOfItsMessagesIsCounted() throws Exception {
    try (TestServer server = server()) {
      awaitSample(
          server,
          "intact_baseline_epoch{set=\"etc\"} 1.0",
          "intact_baseline_entries{set=\"etc\"} 2.0",
          "intact_baseline_age_seconds{set=\"etc\"} ",
          "intact_watch_up{set=\"etc\"} 1.0",
          "intact_events_dropped_total{set=\"etc\"} 0.0");
      Files.writeString(temp.resolve("etc/passwd"), "evil");
      server.post("/v1/monitor/run/etc", "", "");
      awaitSample(
          server,
          "intact_violations_total{monitor=\"etc\"} 1.0",
          "intact_delivery_failures_total{channel=\"nobody\"} ",
          "intact_delivery_attempts_total{channel=\"lines\"} ",
          "intact_delivery_failures_total{channel=\"lines\"} 0.0",
          "intact_messages_given_up_total{channel=\"nobody\"} 0.0");
      awaitSample(server, "intact_outbox_pending{channel=\"lines\"} 0.0");
      assertThat(scrape(server))
          .contains(
              "intact_outbox_oldest_seconds{channel=\"lines\"} 0.0",
              "intact_monitor_late_seconds{monitor=\"etc\"} 0.0",
              "intact_monitor_missed_runs_total{monitor=\"etc\"} 0.0",
              "intact_silences 0.0")
          .doesNotContain("passwd", "intact_heartbeat_last_success_timestamp_seconds ")
          .containsPattern("intact_delivery_attempts_total\\{channel=\"nobody\"} [1-9]");
      baseline(server);
      assertThat(scrape(server)).contains("intact_baseline_epoch{set=\"etc\"} 2.0");
    }
  }

  @Test
  void thereAreNoMoreSeriesHoweverMuchIsWatched() throws Exception {
    try (TestServer server = server()) {
      awaitSample(server, "intact_watch_up{set=\"etc\"} 1.0");
      server.post("/v1/trails/t0/records", JSON, "{\"audit_id\":\"a\",\"event_type\":\"x\"}");
      server.post("/v1/monitor/run/payments", "", "");
      server.post("/v1/monitor/run/etc", "", "");
      Set<String> before = series(scrape(server));
      for (int i = 1; i <= 20; i++) {
        server.post(
            "/v1/trails/t" + i + "/records", JSON, "{\"audit_id\":\"a\",\"event_type\":\"x\"}");
        Files.writeString(temp.resolve("etc/new" + i), "x");
      }
      server.post("/v1/monitor/run/payments", "", "");
      server.post("/v1/monitor/run/etc", "", "");
      Set<String> after = series(scrape(server));
      after.removeAll(before);
      assertThat(after)
          .allMatch(
              s -> s.matches(".*(verdict|operation|state|le)=.*|.*[{]set=\"etc\"}"), "by kind");
      assertThat(after).noneMatch(s -> s.matches(".*\"t[0-9]+.*|.*new[0-9].*"));
    }
  }

  private static Set<String> series(String text) {
    return text.lines()
        .filter(l -> !l.startsWith("#"))
        .map(l -> l.substring(0, l.lastIndexOf(' ')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theTableOfMetricsNamesEachAndNoOther() throws Exception {
    String page = Files.readString(Path.of("../docs/operations.md"));
    Set<String> documented =
        Pattern.compile("`(intact_[a-z_]+)(?:\\{[a-z,]*})?`")
            .matcher(
                page.lines().filter(l -> l.startsWith("| `")).collect(Collectors.joining("\n")))
            .results()
            .map(r -> r.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    try (TestServer server = server()) {
      Set<String> measured =
          scrape(server)
              .lines()
              .filter(l -> l.startsWith("# HELP"))
              .map(l -> l.split(" ")[2])
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(documented).containsAll(measured);
    }
    // One that has no sample yet is in no scrape.
    StringBuilder sources = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith("Metrics.java")).toList()) {
        sources.append(Files.readString(file));
      }
    }
    assertThat(documented).allMatch(name -> sources.toString().contains('"' + name + '"'));
  }
}
