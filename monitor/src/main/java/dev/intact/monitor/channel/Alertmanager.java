package dev.intact.monitor.channel;

import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.alert.Change;
import dev.intact.monitor.alert.Level;
import dev.intact.monitor.channel.HttpPost.NoAnswerException;
import dev.intact.monitor.message.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prometheus' Alertmanager by its API v2. It forgets what is not sent again before its end, so
 * active alerts are repeated; if we are dead, they end by themselves, hence a dead man beside it.
 * Labels are what an alert is known by; what changes stands in annotations.
 */
final class Alertmanager implements Repeating {

  /** Longer than a few repetitions that fail. */
  private static final Duration VALID = Duration.ofMinutes(5);

  private final AlertmanagerSpec spec;
  private final HttpPost http;
  private final Map<String, String> environment;
  private final InstantSource clock;

  Alertmanager(
      AlertmanagerSpec spec, HttpPost http, Map<String, String> environment, InstantSource clock) {
    this.spec = spec;
    this.http = http;
    this.environment = environment;
    this.clock = clock;
  }

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  public Outcome send(Message message) throws InterruptedException {
    Optional<Alert> alert = message.alert();
    if (alert.isEmpty()) {
      return post(List.of(test(message)));
    }
    List<JsonValue> all = new ArrayList<>();
    all.add(json(alert.get(), alert.get().level(), message, end(alert.get())));
    if (message.type().equals("alert_" + Change.Kind.RAISED.text())) {
      // The severity is one of the labels: what was a warning until now is another alert there.
      all.add(json(alert.get(), Level.WARNING, message, alert.get().changedAt()));
    }
    return post(all);
  }

  /** From the moment of sending, which may be long after what is told of. */
  private Instant end(Alert alert) {
    return alert.isActive() ? clock.instant().plus(VALID) : alert.changedAt();
  }

  private JsonObject test(Message message) {
    return JsonObject.builder()
        .put("labels", labels("IntactTest", "info", message.host(), spec.name(), "test", "test"))
        .put("annotations", JsonObject.builder().put("summary", message.title()).build())
        .put("startsAt", message.at().toString())
        .put("endsAt", clock.instant().plus(Duration.ofMinutes(1)).toString())
        .build();
  }

  @Override
  public Outcome repeat(List<Message> standing) throws InterruptedException {
    List<JsonValue> all = new ArrayList<>();
    for (Message message : standing) {
      Alert alert = message.alert().orElseThrow();
      if (alert.isActive() || alert.changedAt().plus(VALID).isAfter(clock.instant())) {
        all.add(json(alert, alert.level(), message, end(alert)));
      }
    }
    return all.isEmpty() ? new Outcome.Delivered("nothing to repeat") : post(all);
  }

  private Outcome post(List<JsonValue> alerts) throws InterruptedException {
    byte[] body = Json.text(new JsonArray(alerts)).getBytes(StandardCharsets.UTF_8);
    try {
      String base = spec.url().replaceAll("/+$", "");
      Map<String, String> headers = Map.of();
      Redaction secrets = Redaction.NONE;
      if (spec.bearer().isPresent()) {
        String token = spec.bearer().get().reveal(environment);
        if (!token.matches("[\\x21-\\x7e]+")) {
          throw new SecretException("the token holds characters that no header takes");
        }
        headers = Map.of("Authorization", "Bearer " + token);
        secrets = Redaction.ofToken(token);
      }
      return HttpAnswers.outcome(
          http.post(
              Addresses.http(base + "/api/v2/alerts"), "application/json", headers, body, secrets));
    } catch (NoAnswerException | SecretException e) {
      return new Outcome.Again(String.valueOf(e.getMessage()));
    }
  }

  private static JsonObject labels(
      String name, String severity, String host, String monitor, String kind, String subject) {
    return JsonObject.builder()
        .put("alertname", name)
        .put("severity", severity)
        .put("instance", host)
        .put("monitor", monitor)
        .put("kind", kind)
        .put("subject", subject)
        .build();
  }

  private static JsonObject json(Alert alert, Level level, Message message, Instant end) {
    String name =
        switch (alert.cause()) {
          case VIOLATIONS -> "IntactViolations";
          case MONITOR_FAILED -> "IntactMonitorFailed";
          case CHANNEL_FAILED -> "IntactChannelFailed";
          case CONFIG_REFUSED -> "IntactConfigRefused";
        };
    return JsonObject.builder()
        .put(
            "labels",
            labels(
                name,
                level.text(),
                message.host(),
                alert.target().monitor(),
                alert.target().kind(),
                alert.target().subject()))
        .put(
            "annotations",
            JsonObject.builder()
                .put("summary", message.title())
                .put("alert", alert.id())
                .put("violations", Long.toString(alert.violations()))
                .put("state", alert.state().text())
                .build())
        .put("startsAt", alert.openedAt().toString())
        .put("endsAt", end.toString())
        .build();
  }

  @Override
  public void close() {
    http.close();
  }
}
