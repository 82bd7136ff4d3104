package dev.intact.monitor.channel;

import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.channel.HttpPost.NoAnswerException;
import dev.intact.monitor.message.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
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

  Alertmanager(AlertmanagerSpec spec, HttpPost http, Map<String, String> environment) {
    this.spec = spec;
    this.http = http;
    this.environment = environment;
  }

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  public Outcome send(Message message) throws InterruptedException {
    Optional<Alert> alert = message.alert();
    if (alert.isPresent()) {
      return post(List.of(json(alert.get(), message.title(), end(alert.get(), message.at()))));
    }
    JsonObject test =
        JsonObject.builder()
            .put("labels", labels("IntactTest", "info", spec.name(), "test", message.host()))
            .put("annotations", JsonObject.builder().put("summary", message.title()).build())
            .put("startsAt", message.at().toString())
            .put("endsAt", message.at().plus(Duration.ofMinutes(1)).toString())
            .build();
    return post(List.of(test));
  }

  @Override
  public Outcome repeat(List<Alert> active, List<Alert> resolved, Instant now)
      throws InterruptedException {
    List<JsonValue> all = new ArrayList<>();
    for (Alert alert : active) {
      all.add(json(alert, alert.summary(), now.plus(VALID)));
    }
    for (Alert alert : resolved) {
      if (alert.changedAt().plus(VALID).isAfter(now)) {
        all.add(json(alert, alert.summary(), alert.changedAt()));
      }
    }
    return all.isEmpty() ? new Outcome.Delivered("nothing to repeat") : post(all);
  }

  private static Instant end(Alert alert, Instant at) {
    return alert.isActive() ? at.plus(VALID) : alert.changedAt();
  }

  private Outcome post(List<JsonValue> alerts) throws InterruptedException {
    byte[] body = Json.text(new JsonArray(alerts)).getBytes(StandardCharsets.UTF_8);
    try {
      String base = spec.url().replaceAll("/+$", "");
      Map<String, String> headers =
          spec.bearer().isPresent()
              ? Map.of("Authorization", "Bearer " + spec.bearer().get().reveal(environment))
              : Map.of();
      return HttpAnswers.outcome(
          http.post(Addresses.http(base + "/api/v2/alerts"), "application/json", headers, body));
    } catch (NoAnswerException | SecretException e) {
      return new Outcome.Again(String.valueOf(e.getMessage()));
    }
  }

  private static JsonObject labels(
      String name, String severity, String monitor, String kind, String subject) {
    return JsonObject.builder()
        .put("alertname", name)
        .put("severity", severity)
        .put("monitor", monitor)
        .put("kind", kind)
        .put("subject", subject)
        .build();
  }

  private static JsonObject json(Alert alert, String summary, Instant end) {
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
                alert.level().text(),
                alert.target().monitor(),
                alert.target().kind(),
                alert.target().subject()))
        .put(
            "annotations",
            JsonObject.builder()
                .put("summary", summary)
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
