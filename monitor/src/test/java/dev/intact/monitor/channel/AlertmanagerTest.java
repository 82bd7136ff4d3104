package dev.intact.monitor.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.monitor.alert.AlertBook;
import dev.intact.monitor.alert.Change;
import dev.intact.monitor.alert.Members;
import dev.intact.monitor.alert.Reports;
import dev.intact.monitor.alert.Thresholds;
import dev.intact.monitor.message.Message;
import dev.intact.monitor.message.Messages;
import dev.intact.monitor.receive.Daemon;
import dev.intact.monitor.receive.HttpReceiver;
import dev.intact.monitor.receive.Samples;
import dev.intact.testkit.Tools;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts in Prometheus' own Alertmanager, which tells a receiver of what it makes of them. */
final class AlertmanagerTest {

  @TempDir Path directory;
  private HttpReceiver told;
  private Daemon alertmanager;
  private String url;
  private Alertmanager channel;

  @BeforeEach
  void start() throws Exception {
    Path program = Tools.need("prometheus-alertmanager");
    told = HttpReceiver.of(HttpReceiver.status(200));
    Path config =
        Files.writeString(
            directory.resolve("alertmanager.yml"),
            """
            route:
              receiver: test
              group_by: ['...']
              group_wait: 10ms
              group_interval: 10ms
              repeat_interval: 1h
            receivers:
              - name: test
                webhook_configs:
                  - url: %s
                    send_resolved: true
            """
                .formatted(told.url("/")));
    alertmanager =
        new Daemon(
            directory,
            List.of(
                program.toString(),
                "--config.file=" + config,
                "--storage.path=" + directory.resolve("data"),
                "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:0"));
    url = "http://" + alertmanager.await("Listening on.*?(127\\.0\\.0\\.1:[1-9][0-9]*)");
    channel =
        (Alertmanager)
            new Channels(
                    Map.of(),
                    Clock.systemUTC(),
                    new PrintStream(PrintStream.nullOutputStream()),
                    "web-1")
                .open(new AlertmanagerSpec("a", url + "/", Optional.empty(), HttpOptions.DEFAULT));
  }

  @AfterEach
  void stop() throws Exception {
    if (channel != null) {
      channel.close();
    }
    if (alertmanager != null) {
      alertmanager.close();
    }
    if (told != null) {
      told.close();
    }
  }

  private void send(Message message) throws Exception {
    assertThat(channel.send(message)).isInstanceOf(Outcome.Delivered.class);
  }

  private List<JsonObject> firing() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String body =
          client
              .send(
                  HttpRequest.newBuilder(URI.create(url + "/api/v2/alerts")).build(),
                  BodyHandlers.ofString())
              .body();
      List<JsonObject> alerts = new ArrayList<>();
      for (JsonValue value :
          ((JsonArray) Json.parse(body.getBytes(StandardCharsets.UTF_8), JsonLimits.STRICT))
              .values()) {
        alerts.add((JsonObject) value);
      }
      return alerts;
    }
  }

  private static String label(JsonObject alert, String name) {
    return Members.string(Members.object(alert, "labels"), name);
  }

  /** What its receiver was told, as "status severity host". */
  private List<String> told(int count) throws Exception {
    told.awaitRequests(count);
    List<String> all = new ArrayList<>();
    for (HttpReceiver.Request request : told.requests()) {
      JsonObject group =
          (JsonObject)
              Json.parse(request.body().getBytes(StandardCharsets.UTF_8), JsonLimits.STRICT);
      JsonObject labels = Members.object(group, "commonLabels");
      all.add(
          Members.string(group, "status")
              + " "
              + Members.string(labels, "severity")
              + " "
              + Members.string(labels, "instance"));
    }
    return all;
  }

  @Test
  void anAlertFiresHoweverOftenItIsSentAndEndsWithItsEnd() throws Exception {
    send(Samples.opened("/etc/passwd"));
    send(Samples.opened("/etc/passwd"));
    channel.repeat(List.of(Samples.opened("/etc/passwd")));
    JsonObject alert = firing().getFirst();
    assertThat(firing()).hasSize(1);
    assertThat(label(alert, "alertname")).isEqualTo("IntactViolations");
    assertThat(label(alert, "monitor")).isEqualTo("etc");
    assertThat(label(alert, "kind")).isEqualTo("files");
    assertThat(Members.string(Members.object(alert, "annotations"), "violations")).isEqualTo("1");
    assertThat(told(1)).containsExactly("firing warning web-1");
    send(Samples.resolved("/etc/passwd"));
    assertThat(told(2)).containsExactly("firing warning web-1", "resolved warning web-1");
    assertThat(firing()).isEmpty();
  }

  @Test
  void theSameMonitorOfTwoHostsIsTwoAlerts() throws Exception {
    Change change = Samples.openedChange(Samples.TARGET, "/etc/passwd");
    send(Messages.of("msg-1", change, "web-1"));
    send(Messages.of("msg-2", change, "web-2"));
    assertThat(firing()).hasSize(2);
    send(Samples.resolved("/etc/passwd"));
    assertThat(firing()).singleElement().matches(a -> label(a, "instance").equals("web-2"));
  }

  @Test
  void aWarningThatBecomesCriticalIsNoWarningAnyMore() throws Exception {
    AlertBook book = new AlertBook();
    Change warning = Samples.openedChange(Samples.TARGET, "/etc/passwd");
    book.apply(warning);
    Change raised =
        book.checked(
                Samples.TARGET,
                Reports.changed(5),
                Thresholds.of("files"),
                Samples.AT.plusSeconds(900))
            .getFirst();
    send(Messages.of("msg-1", warning, "web-1"));
    assertThat(told(1)).containsExactly("firing warning web-1");
    send(Messages.of("msg-2", raised, "web-1"));
    assertThat(firing()).singleElement().matches(a -> label(a, "severity").equals("critical"));
    assertThat(told(3)).contains("firing critical web-1", "resolved warning web-1");
  }

  @Test
  void whatIsDeliveredLateFiresAllTheSame() throws Exception {
    // It is months old by the clock that Alertmanager and the channel go by.
    send(Samples.opened("/etc/passwd"));
    assertThat(told(1)).containsExactly("firing warning web-1");
  }

  @Test
  void aTestFiresByItsOwnName() throws Exception {
    send(Messages.test("msg-1", "a", Samples.AT, "web-1", "ada"));
    assertThat(firing()).singleElement().matches(a -> label(a, "alertname").equals("IntactTest"));
  }
}
