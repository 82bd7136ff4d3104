package dev.intact.monitor.channel;

import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.monitor.channel.HttpPost.NoAnswerException;
import dev.intact.monitor.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Slack incoming webhook: Block Kit, with {@code text} for notifications. {@code & < >} are
 * escaped, so that a file's name makes neither a link nor a mention.
 */
final class Slack implements Channel {

  /** A section takes 3,000 characters; of an escaped line none is cut inside an escape. */
  private static final int MAX_SECTION = 2_900;

  private static final int MAX_SECTIONS = 4;

  private final SlackSpec spec;
  private final HttpPost http;
  private final Map<String, String> environment;

  Slack(SlackSpec spec, HttpPost http, Map<String, String> environment) {
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
    byte[] body = Json.text(payload(message)).getBytes(StandardCharsets.UTF_8);
    try {
      String address = spec.url().reveal(environment);
      return HttpAnswers.outcome(
          http.post(
              Addresses.http(address),
              "application/json",
              Map.of(),
              body,
              Redaction.ofAddress(address)));
    } catch (NoAnswerException | SecretException e) {
      return new Outcome.Again(String.valueOf(e.getMessage()));
    }
  }

  static JsonObject payload(Message message) {
    List<JsonValue> blocks = new ArrayList<>();
    blocks.add(section("*" + escaped(message.title()) + "*"));
    StringBuilder text = new StringBuilder();
    for (String line : message.lines()) {
      String escaped = escaped(line);
      if (text.length() + escaped.length() + 1 > MAX_SECTION) {
        blocks.add(section(text.toString()));
        text.setLength(0);
        if (blocks.size() > MAX_SECTIONS) {
          text.append("…");
          break;
        }
      }
      text.append(text.isEmpty() ? "" : "\n").append(escaped);
    }
    if (!text.isEmpty()) {
      blocks.add(section(text.toString()));
    }
    return JsonObject.builder()
        .put("text", escaped(message.title()))
        .put("blocks", new JsonArray(blocks))
        .build();
  }

  private static JsonObject section(String mrkdwn) {
    return JsonObject.builder()
        .put("type", "section")
        .put(
            "text",
            JsonObject.builder()
                .put("type", "mrkdwn")
                .put("text", mrkdwn)
                .put("verbatim", true)
                .build())
        .build();
  }

  /** {@code verbatim} keeps Slack from making links and mentions of plain text by itself. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public void close() {
    http.close();
  }
}
