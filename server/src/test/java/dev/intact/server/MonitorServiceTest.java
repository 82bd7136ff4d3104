package dev.intact.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.files.Decision;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.monitor.ConfigRefusedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Monitoring as a part of the service: what is found is told, decided on, and over again. */
final class MonitorServiceTest {

  private static final String JSON = "application/json";
  private static final String RECORD =
      "{\"event_type\":\"pay\",\"audit_id\":\"r1\",\"amount\":\"100\"}";
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  @TempDir Path temp;

  private Path data() {
    return temp.resolve("data");
  }

  private void configure(String yaml) throws Exception {
    Files.createDirectories(data());
    Files.writeString(data().resolve("intact.yaml"), yaml.replace("TEMP", temp.toString()));
  }

  private static List<JsonObject> alerts(TestServer server, String query) throws Exception {
    return TestServer.json(server.get("/v1/monitor/alerts" + query).body())
        .array("alerts")
        .orElseThrow()
        .stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  /** Runs a monitor of one subject; what came of it. */
  private static String run(TestServer server, String monitor) throws Exception {
    HttpResponse<String> answer = server.post("/v1/monitor/run/" + monitor, "", "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonValue run =
        TestServer.json(answer.body()).array("runs").orElseThrow().stream()
            .findFirst()
            .orElseThrow();
    return ((JsonObject) run).string("status").orElseThrow();
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE;
    while (!condition.holds()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private List<JsonObject> lines() throws Exception {
    Path file = temp.resolve("alerts.jsonl");
    if (!Files.exists(file)) {
      return List.of();
    }
    List<JsonObject> lines = new java.util.ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(TestServer.json(line));
    }
    return lines;
  }

  /** The files of trail t, of those that are there to stay: others come and go as it is written. */
  private List<Path> filesOfTheTrail(String path) throws Exception {
    List<Path> found = new java.util.ArrayList<>();
    Files.walkFileTree(
        data().resolve("logs"),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().contains("/t/" + path)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  private List<Path> bundles() throws Exception {
    return filesOfTheTrail("tile/entries/");
  }

  private boolean isStored(String text) throws Exception {
    for (Path bundle : bundles()) {
      if (Files.readString(bundle, StandardCharsets.ISO_8859_1).contains(text)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the trail's one record is in a checkpoint: before that, what is stored is read back.
   */
  private boolean isCommitted() throws Exception {
    for (Path file : filesOfTheTrail("checkpoint")) {
      return Files.readAllLines(file).get(1).equals("1");
    }
    return false;
  }

  /**
   * Changes what is stored, as soon as a checkpoint commits to it: an acknowledged record may be in
   * the journal alone, and a log whose tiles are damaged while they are written is refused for
   * good.
   */
  private void edit(String from, String to) throws Exception {
    await(() -> isStored(from) && isCommitted());
    for (Path bundle : bundles()) {
      String text = Files.readString(bundle, StandardCharsets.ISO_8859_1);
      Files.writeString(bundle, text.replace(from, to), StandardCharsets.ISO_8859_1);
    }
  }

  private static void baseline(TestServer server, Path directory) throws Exception {
    var unused =
        server
            .server
            .watching()
            .files()
            .openOrCreate("etc")
            .baseline(
                new ScanRules(
                    List.of(ByteString.parse(directory.toString())),
                    Preset.CONFIG,
                    List.of(),
                    List.of(),
                    false),
                new Decision("tester", "the first"),
                n -> {});
  }

  private static final String BOTH =
      """
      monitors:
        - {name: payments, kind: audit, subject: t, interval: 1d}
        - {name: etc, kind: files, subject: etc, interval: 1d}
      files:
        - {name: etc, paths: ["TEMP/etc"], preset: config}
      channels:
        - {name: lines, type: file, path: "TEMP/alerts.jsonl"}
        - {name: console, type: console}
      """;

  @Test
  void whatWasChangedIsToldTakenOnAndOverOnceItIsPutBack() throws Exception {
    configure(BOTH);
    Path etc = Files.createDirectory(temp.resolve("etc"));
    Files.writeString(etc.resolve("passwd"), "root");
    try (TestServer server = new TestServer(data())) {
      server.post("/v1/trails/t/records", JSON, RECORD);
      baseline(server, etc);
      assertThat(run(server, "payments")).isEqualTo("clean");
      assertThat(run(server, "etc")).isEqualTo("clean");
      await(() -> alerts(server, "").isEmpty());
      edit("\"amount\":\"100\"", "\"amount\":\"999\"");
      Files.writeString(etc.resolve("passwd"), "evil");
      assertThat(run(server, "payments")).isEqualTo("violations");
      assertThat(run(server, "etc")).isEqualTo("violations");
      assertThat(alerts(server, ""))
          .extracting(a -> a.string("monitor").orElseThrow())
          .containsExactly("payments", "etc");
      server.post("/v1/files/sets/etc/check", JSON, "{}");
      assertThat(alerts(server, "")).as("who asks finds the same alert").hasSize(2);
      await(() ->
          lines().stream().map(Object::toString).anyMatch(l -> l.contains("passwd"))
              && lines().toString().contains("payments"));
      String id = alerts(server, "").getFirst().string("id").orElseThrow();
      HttpResponse<String> acknowledged =
          server.post(
              "/v1/monitor/alerts/" + id + "/acknowledge", JSON, "{\"reason\":\"looking\"}");
      assertThat(acknowledged.body())
          .contains("\"state\":\"acknowledged\"", "\"reason\":\"looking\"");
      edit("\"amount\":\"999\"", "\"amount\":\"100\"");
      Files.writeString(etc.resolve("passwd"), "root");
      assertThat(run(server, "payments")).isEqualTo("clean");
      assertThat(run(server, "etc")).isEqualTo("clean");
      assertThat(alerts(server, "")).isEmpty();
      assertThat(alerts(server, "?all=true"))
          .extracting(a -> a.string("state").orElseThrow())
          .contains("resolved");
      await(() -> lines().toString().contains("alert_resolved"));
    }
  }

  @Test
  void aCheckThatSomebodyAskedForBeginsAndEndsTheSameAlert() throws Exception {
    configure(BOTH);
    try (TestServer server = new TestServer(data())) {
      server.post("/v1/trails/t/records", JSON, RECORD);
      run(server, "payments");
      edit("\"amount\":\"100\"", "\"amount\":\"999\"");
      server.get("/v1/trails/t/integrity-check");
      await(() -> alerts(server, "").stream().anyMatch(MonitorServiceTest::isOfPayments));
      edit("\"amount\":\"999\"", "\"amount\":\"100\"");
      server.get("/v1/trails/t/integrity-check?start_date=2000-01-01&end_date=2000-01-02");
      assertThat(alerts(server, ""))
          .as("a part says nothing of the rest")
          .anyMatch(MonitorServiceTest::isOfPayments);
      server.get("/v1/trails/t/integrity-check");
      assertThat(alerts(server, "")).noneMatch(MonitorServiceTest::isOfPayments);
    }
  }

  private static boolean isOfPayments(JsonObject alert) {
    return alert.string("monitor").equals(Optional.of("payments"));
  }

  @Test
  void aSetThatIsDeclaredAndHasNoBaselineIsCriticalAndSaysWhatToType() throws Exception {
    configure(BOTH);
    Path etc = Files.createDirectory(temp.resolve("etc"));
    Files.writeString(etc.resolve("a"), "1");
    try (TestServer server = new TestServer(data())) {
      run(server, "etc");
      JsonObject alert =
          alerts(server, "").stream()
              .filter(a -> a.string("monitor").equals(Optional.of("etc")))
              .findFirst()
              .orElseThrow();
      assertThat(alert.string("level")).contains("critical");
      assertThat(alert.string("summary").orElseThrow())
          .contains("no baseline yet", "intact files baseline etc " + etc + " --preset config");
      baseline(server, etc);
      assertThat(run(server, "etc")).isEqualTo("clean");
      configure(BOTH.replace("preset: config", "preset: content"));
      await(() -> run(server, "etc").equals("violations"));
      assertThat(alerts(server, "").toString()).contains("other rules than its baseline has");
      // Whoever asks for a check is told as the schedule is: it ends no alert.
      String asked = server.post("/v1/files/sets/etc/check", "application/json", "{}").body();
      assertThat(asked).contains("\"STALE\"", "other rules than its baseline has");
      assertThat(alerts(server, "").toString()).contains("other rules than its baseline has");
    }
  }

  @Test
  void aConfigurationThatIsRefusedIsAnAlertAndAtAStartAReasonNotToStart() throws Exception {
    configure(BOTH);
    try (TestServer server = new TestServer(data())) {
      configure(BOTH.replace("interval", "intervall"));
      await(() ->
          alerts(server, "").stream()
              .anyMatch(a ->
                  a.string("cause").equals(Optional.of("config_refused"))
                      && a.string("summary").orElse("").contains("intact.yaml:2:")));
      configure(BOTH);
      await(() ->
          alerts(server, "").stream()
              .noneMatch(a -> a.string("cause").equals(Optional.of("config_refused"))));
      configure("monitors: 7");
    }
    assertThatThrownBy(() -> new TestServer(data()).close())
        .isInstanceOf(ConfigRefusedException.class)
        .hasMessageContaining("intact.yaml:1:11");
  }

  @Test
  void aConfigurationThatAppearsLaterCountsFromThen() throws Exception {
    try (TestServer server = new TestServer(data())) {
      assertThat(server.get("/v1/monitor/status").body()).contains("\"monitor\":\"files\"");
      configure(BOTH);
      await(() -> server.get("/v1/monitor/status").body().contains("\"monitor\":\"payments\""));
    }
  }

  private static String key(TestServer server, String members) throws Exception {
    return TestServer.json(server.post("/v1/keys", JSON, "{" + members + "}").body())
        .string("key")
        .orElseThrow();
  }

  @Test
  void whoAuditsEverythingLooksAndWhoManagesItActs() throws Exception {
    try (TestServer server = new TestServer(data())) {
      String auditor = key(server, "\"role\":\"auditor\"");
      String ofOne = key(server, "\"role\":\"admin\",\"trail\":\"t\"");
      String writer = key(server, "\"role\":\"writer\"");
      String status = "/v1/monitor/status";
      String test = "/v1/monitor/channels/console/test";
      assertThat(server.send("GET", status, auditor, "", "").statusCode()).isEqualTo(200);
      assertThat(server.send("POST", test, auditor, "", "").statusCode()).isEqualTo(403);
      for (String other : List.of(ofOne, writer)) {
        assertThat(server.send("GET", status, other, "", "").statusCode()).isEqualTo(403);
        assertThat(server.send("POST", test, other, "", "").statusCode()).isEqualTo(403);
      }
      assertThat(server.post(test, "", "").body()).contains("\"outcome\":\"delivered\"");
    }
  }

  @Test
  void silencesAreSetShownAndEnded() throws Exception {
    try (TestServer server = new TestServer(data())) {
      String until =
          server.clock.instant().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS).toString();
      String silences = "/v1/monitor/silences";
      String body = "{\"monitors\":\"e*\",\"reason\":\"work\",\"until\":\"" + until + "\"}";
      HttpResponse<String> set = server.post(silences, JSON, body);
      assertThat(set.statusCode()).as(set.body()).isEqualTo(201);
      String id = TestServer.json(set.body()).string("id").orElseThrow();
      assertThat(server.get(silences).body()).contains(id);
      assertThat(server.send("DELETE", silences + "/" + id, server.operator, "", "").statusCode())
          .isEqualTo(200);
      assertThat(server.get(silences).body()).doesNotContain(id);
      for (String bad :
          List.of(
              "{}",
              "[]",
              body.replace(until, "soon"),
              body.replace(until, "2020-01-01"),
              body.replace("work", ""),
              body.replace("reason", "raison"))) {
        assertThat(server.post(silences, JSON, bad).statusCode()).as(bad).isEqualTo(400);
      }
    }
  }

  @Test
  void theReportIsAPageThatABrowserAsksForWithTheKeyAsPassword() throws Exception {
    try (TestServer server = new TestServer(data());
        HttpClient browser = HttpClient.newHttpClient()) {
      URI page = URI.create(server.server.url() + "/v1/monitor/reports/now/page");
      HttpResponse<String> asked =
          browser.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(asked.statusCode()).isEqualTo(401);
      assertThat(asked.headers().firstValue("WWW-Authenticate").orElseThrow()).contains("Basic");
      String pair =
          Base64.getEncoder()
              .encodeToString(("me:" + server.operator).getBytes(StandardCharsets.UTF_8));
      HttpResponse<String> shown =
          browser.send(
              HttpRequest.newBuilder(page).header("Authorization", "Basic " + pair).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(shown.statusCode()).isEqualTo(200);
      assertThat(shown.body()).startsWith("<!doctype html>");
      assertThat(shown.headers().firstValue("Content-Security-Policy")).isPresent();
      URI status = URI.create(server.server.url() + "/v1/monitor/status");
      assertThat(
              browser
                  .send(
                      HttpRequest.newBuilder(status)
                          .header("Authorization", "Basic " + pair)
                          .build(),
                      HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .as("a browser's password is for pages alone")
          .isEqualTo(401);
    }
  }

  @Test
  void metricsNameMonitorsAndChannelsAndNothingThatIsWatched() throws Exception {
    configure(BOTH.replace("subject: t,", "subject: \"t*\","));
    Path etc = Files.createDirectory(temp.resolve("etc"));
    Files.writeString(etc.resolve("passwd"), "root");
    try (TestServer server = new TestServer(data())) {
      server.post("/v1/trails/t9/records", JSON, RECORD);
      baseline(server, etc);
      run(server, "payments");
      Files.writeString(etc.resolve("passwd"), "evil");
      run(server, "etc");
      String metrics = server.get("/metrics").body();
      assertThat(metrics)
          .contains(
              "intact_monitor_last_success_timestamp_seconds{monitor=\"payments\"} ",
              "intact_monitor_up{monitor=\"payments\"} 1.0",
              "intact_violations_open{monitor=\"etc\",verdict=\"CONTENT_TAMPERED\"} 1.0",
              "intact_alerts{level=\"warning\"} 1.0",
              "intact_outbox_pending{channel=\"lines\"} ")
          .doesNotContain("passwd", "t9");
    }
  }
}
