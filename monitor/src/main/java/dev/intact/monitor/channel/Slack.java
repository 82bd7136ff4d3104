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
 * A Slack incoming webhook: Block Kit, with {@code text} for notifications. All of it is plain
 * text, for Slack's markup knows no escape for {@code * _ ~ `} and makes links and mentions of
 * words: a file's name is shown as it is. {@code & < >} are escaped, as any text has to be.
 */
final class Slack implements Channel {

  /** A section takes 3,000 characters; of an escaped line none is cut inside an escape. */
  private static final int MAX_SECTION = 2_900;

  private static final int MAX_HEADER = 150;
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
    blocks.add(block("header", headed(message.title())));
    StringBuilder text = new StringBuilder();
    for (String line : message.lines()) {
      String escaped = escaped(line);
      if (text.length() + escaped.length() + 1 > MAX_SECTION) {
        blocks.add(block("section", text.toString()));
        text.setLength(0);
        if (blocks.size() > MAX_SECTIONS) {
          text.append("…");
          break;
        }
      }
      text.append(text.isEmpty() ? "" : "\n").append(escaped);
    }
    if (!text.isEmpty()) {
      blocks.add(block("section", text.toString()));
    }
    return JsonObject.builder()
        .put("text", escaped(message.title()))
        .put("mrkdwn", false)
        .put("blocks", new JsonArray(blocks))
        .build();
  }

  /** Cut, so that it fits once it is escaped; the whole of it is in {@code text}. */
  private static String headed(String title) {
    int length = title.codePointCount(0, title.length());
    while (true) {
      String cut = title.substring(0, title.offsetByCodePoints(0, length));
      String escaped = escaped(cut) + (cut.length() < title.length() ? "…" : "");
      if (escaped.length() <= MAX_HEADER) {
        return escaped;
      }
      length--;
    }
  }

  private static JsonObject block(String type, String plain) {
    return JsonObject.builder()
        .put("type", type)
        .put(
            "text",
            JsonObject.builder()
                .put("type", "plain_text")
                .put("text", plain)
                .put("emoji", false)
                .build())
        .build();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public void close() {
    http.close();
  }
}
