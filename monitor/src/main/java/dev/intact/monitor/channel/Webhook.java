package dev.intact.monitor.channel;

import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.monitor.channel.HttpPost.NoAnswerException;
import dev.intact.monitor.message.Message;
import dev.intact.monitor.message.Ocsf;
import dev.intact.record.RecordTime;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
      String url = spec.url().reveal(environment);
      long seconds = clock.instant().getEpochSecond();
      Map<String, String> headers = new TreeMap<>();
      headers.put("webhook-id", message.id());
      headers.put("webhook-timestamp", Long.toString(seconds));
      if (spec.secret().isPresent()) {
        String keys = spec.secret().get().reveal(environment);
        headers.put("webhook-signature", WebhookSignatures.sign(keys, message.id(), seconds, body));
      }
      String type = ocsf ? "application/json" : "application/cloudevents+json";
      return HttpAnswers.outcome(
          http.post(Addresses.http(url), type, headers, body, Redaction.ofAddress(url)));
    } catch (NoAnswerException | SecretException e) {
      return new Outcome.Again(String.valueOf(e.getMessage()));
    }
  }

  /**
   * With shorter lists, if it would be too long: the longest loses its second half until it fits.
   */
  private byte[] body(Message message) {
    JsonObject data = message.data();
    byte[] body = Json.text(event(message, data)).getBytes(StandardCharsets.UTF_8);
    while (body.length > MAX_BODY) {
      Optional<String> longest = longest(data);
      if (longest.isEmpty()) {
        return body;
      }
      List<JsonValue> list = data.array(longest.get()).orElseThrow();
      data =
          data.toBuilder()
              .put(longest.get(), new JsonArray(list.subList(0, list.size() / 2)))
              .put("shortened", true)
              .build();
      body = Json.text(event(message, data)).getBytes(StandardCharsets.UTF_8);
    }
    return body;
  }

  private static Optional<String> longest(JsonObject data) {
    return data.names().stream()
        .filter(n -> !data.array(n).orElse(List.of()).isEmpty())
        .max(Comparator.comparingInt(n -> Json.text(data.get(n).orElseThrow()).length()));
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
        .put("source", "/hosts/" + segment(message.host()) + "/intact/monitor")
        .put("type", "dev.intact." + message.type() + ".v1")
        .put("subject", message.key())
        .put("time", RecordTime.format(message.at()))
        .put("datacontenttype", "application/json")
        .put("data", data.toBuilder().put("title", message.title()).build())
        .build();
  }

  /** What is neither letter, digit nor one of - . _ ~ is percent-encoded (RFC 3986, 2.3). */
  private static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  @Override
  public void close() {
    http.close();
  }
}
