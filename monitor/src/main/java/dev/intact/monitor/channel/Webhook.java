package dev.intact.monitor.channel;

import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.monitor.channel.HttpPost.NoAnswerException;
import dev.intact.monitor.message.Message;
import dev.intact.monitor.message.Ocsf;
import dev.intact.record.RecordTime;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A generic webhook by Standard Webhooks 1.0: {@code webhook-id}, {@code webhook-timestamp}, {@code
 * webhook-signature}. The body is a CloudEvent 1.0, or an OCSF event.
 */
final class Webhook implements Channel {

  /** The contract wants less than 20 kB. */
  static final int MAX_BODY = 19_000;

  private final WebhookSpec spec;
  private final HttpPost http;
  private final Map<String, String> environment;
  private final InstantSource clock;

  Webhook(WebhookSpec spec, HttpPost http, Map<String, String> environment, InstantSource clock) {
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
    byte[] body = body(message);
    boolean ocsf = spec.ocsf() && message.alert().isPresent();
    try {
      URI address = Addresses.http(spec.url().reveal(environment));
      long seconds = clock.instant().getEpochSecond();
      Map<String, String> headers = new TreeMap<>();
      headers.put("webhook-id", message.id());
      headers.put("webhook-timestamp", Long.toString(seconds));
      if (spec.secret().isPresent()) {
        String keys = spec.secret().get().reveal(environment);
        headers.put("webhook-signature", WebhookSignatures.sign(keys, message.id(), seconds, body));
      }
      String type = ocsf ? "application/json" : "application/cloudevents+json";
      return HttpAnswers.outcome(http.post(address, type, headers, body));
    } catch (NoAnswerException | SecretException e) {
      return new Outcome.Again(String.valueOf(e.getMessage()));
    }
  }

  /** With fewer violations, if it would be too long. */
  private byte[] body(Message message) {
    byte[] body = Json.text(event(message, message.data())).getBytes(StandardCharsets.UTF_8);
    List<JsonValue> shown = message.data().array("shown").orElse(List.of());
    for (int keep = shown.size() - 1; body.length > MAX_BODY && keep >= 0; keep--) {
      JsonObject less =
          message.data().toBuilder().put("shown", new JsonArray(shown.subList(0, keep))).build();
      body = Json.text(event(message, less)).getBytes(StandardCharsets.UTF_8);
    }
    return body;
  }

  private JsonValue event(Message message, JsonObject data) {
    if (spec.ocsf() && message.alert().isPresent()) {
      List<JsonValue> kept = data.array("shown").orElse(List.of());
      JsonObject event = Ocsf.event(message).orElseThrow();
      List<JsonValue> evidences = event.array("evidences").orElse(List.of());
      int keep = Math.min(kept.size(), evidences.size());
      return event.toBuilder().put("evidences", new JsonArray(evidences.subList(0, keep))).build();
    }
    return JsonObject.builder()
        .put("specversion", "1.0")
        .put("id", message.id())
        .put("source", "/hosts/" + message.host() + "/intact/monitor")
        .put("type", "dev.intact." + message.type() + ".v1")
        .put("subject", message.key())
        .put("time", RecordTime.format(message.at()))
        .put("datacontenttype", "application/json")
        .put("data", data.toBuilder().put("title", message.title()).build())
        .build();
  }

  @Override
  public void close() {
    http.close();
  }
}
