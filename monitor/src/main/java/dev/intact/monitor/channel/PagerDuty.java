package dev.intact.monitor.channel;

import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import dev.intact.monitor.channel.HttpPost.Answer;
import dev.intact.monitor.channel.HttpPost.NoAnswerException;
import dev.intact.monitor.message.Message;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** PagerDuty's Events API v2: one incident an alert, by its id as {@code dedup_key}. */
final class PagerDuty implements Channel {

  private static final Duration LATER = Duration.ofMinutes(2);

  private final PagerDutySpec spec;
  private final HttpPost http;
  private final Map<String, String> environment;

  PagerDuty(PagerDutySpec spec, HttpPost http, Map<String, String> environment) {
    this.spec = spec;
    this.http = http;
    this.environment = environment;
  }

  @Override
  public String name() {
    return spec.name();
  }

  /** A test opens an incident and ends it. */
  @Override
  public Outcome send(Message message) throws InterruptedException {
    Outcome first = send(message, action(message));
    return message.type().equals(Message.TEST) && first instanceof Outcome.Delivered
        ? send(message, "resolve")
        : first;
  }

  private static String action(Message message) {
    if (message.over()) {
      return "resolve";
    }
    return message.type().equals("alert_acknowledged") ? "acknowledge" : "trigger";
  }

  private Outcome send(Message message, String action) throws InterruptedException {
    try {
      URI address = Addresses.http(spec.url());
      String key = spec.routingKey().reveal(environment);
      JsonObject event = event(message, action, key);
      return outcome(
          http.post(
              address,
              "application/json",
              Map.of(),
              Json.text(event).getBytes(StandardCharsets.UTF_8),
              Redaction.ofToken(key)));
    } catch (NoAnswerException e) {
      return new Outcome.Again(String.valueOf(e.getMessage()), Optional.of(LATER));
    } catch (SecretException e) {
      return new Outcome.Again(String.valueOf(e.getMessage()));
    }
  }

  /** 202 is its yes; 400 is never tried again; all else that may pass is tried after minutes. */
  private static Outcome outcome(Answer answer) {
    Outcome common = HttpAnswers.outcome(answer);
    return common instanceof Outcome.Again again && again.after().isEmpty()
        ? new Outcome.Again(again.detail(), Optional.of(LATER))
        : common;
  }

  private static JsonObject event(Message message, String action, String routingKey) {
    JsonObject.Builder payload =
        JsonObject.builder()
            .put("summary", message.title())
            .put("source", message.host())
            .put("severity", message.level().text())
            .put("timestamp", message.at().toString())
            .put("custom_details", message.data());
    message
        .alert()
        .ifPresent(alert ->
            payload
                .put("component", alert.target().monitor())
                .put("group", alert.target().kind())
                .put("class", alert.cause().text()));
    return JsonObject.builder()
        .put("routing_key", routingKey)
        .put("event_action", action)
        .put("dedup_key", message.key())
        .put("client", "Intact")
        .put("payload", payload.build())
        .build();
  }

  @Override
  public void close() {
    http.close();
  }
}
