package dev.intact.cli;

import dev.intact.json.Json;
import dev.intact.json.JsonBoolean;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.record.RecordTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Monitoring of a running server. */
final class RemoteWatch implements Watch {

  private static final String BASE = "/v1/monitor/";

  private final ServerClient server;

  RemoteWatch(ServerClient server) {
    this.server = server;
  }

  private JsonObject send(String method, String path, JsonObject body) throws IOException {
    byte[] bytes = Json.text(body).getBytes(StandardCharsets.UTF_8);
    return server.object(server.json(method, path, "application/json", bytes), path);
  }

  private JsonObject send(String method, String path) throws IOException {
    return server.object(server.json(method, path, "", new byte[0]), path);
  }

  private static List<JsonObject> list(JsonObject answer, String name) throws IOException {
    List<JsonObject> all = new ArrayList<>();
    for (JsonValue value : answer.array(name).orElse(List.of())) {
      if (!(value instanceof JsonObject object)) {
        throw new CommandFailure(3, "the server's " + name + " are malformed");
      }
      all.add(object);
    }
    return all;
  }

  @Override
  public JsonObject status() throws IOException {
    return server.get(BASE + "status");
  }

  @Override
  public List<JsonObject> alerts(boolean all) throws IOException {
    return list(server.get(BASE + "alerts?all=" + all), "alerts");
  }

  private JsonObject decide(String id, String what, String reason) throws IOException {
    return send(
        "POST",
        BASE + "alerts/" + ServerClient.segment(id) + "/" + what,
        JsonObject.builder().put("reason", reason).build());
  }

  @Override
  public JsonObject acknowledge(String id, String reason) throws IOException {
    return decide(id, "acknowledge", reason);
  }

  @Override
  public JsonObject resolve(String id, String reason) throws IOException {
    return decide(id, "resolve", reason);
  }

  @Override
  public List<JsonObject> silences() throws IOException {
    return list(server.get(BASE + "silences"), "silences");
  }

  @Override
  public JsonObject silence(String monitors, String reason, Instant until) throws IOException {
    return send(
        "POST",
        BASE + "silences",
        JsonObject.builder()
            .put("monitors", monitors)
            .put("reason", reason)
            .put("until", RecordTime.format(until))
            .build());
  }

  @Override
  public JsonObject endSilence(String id) throws IOException {
    return send("DELETE", BASE + "silences/" + ServerClient.segment(id));
  }

  @Override
  public JsonObject report(String date) throws IOException {
    return server.get(BASE + "reports/" + ServerClient.segment(date));
  }

  /** The server answers before a long run has ended: it is waited for again. */
  @Override
  public List<JsonObject> run(String monitor) throws IOException {
    String path = BASE + "run/" + ServerClient.segment(monitor);
    JsonObject answer = send("POST", path);
    while (answer.get("running").equals(Optional.of(new JsonBoolean(true)))) {
      answer = send("POST", path);
    }
    return list(answer, "runs");
  }

  @Override
  public JsonObject test(String channel) throws IOException {
    return send("POST", BASE + "channels/" + ServerClient.segment(channel) + "/test");
  }

  @Override
  public void close() {
    server.close();
  }
}
