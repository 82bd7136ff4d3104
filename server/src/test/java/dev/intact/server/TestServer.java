package dev.intact.server;

import dev.intact.json.Json;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * A running server and a client with the operator's key. Every answer is held against the
 * description of the interface.
 */
final class TestServer implements AutoCloseable {

  final IntactServer server;
  final InstantSource clock;
  final String operator;
  final Contract contract = new Contract();
  private final HttpClient client = HttpClient.newHttpClient();

  TestServer(Path directory) throws Exception {
    this(directory, InstantSource.system());
  }

  TestServer(Path directory, InstantSource clock) throws Exception {
    this.clock = clock;
    server = IntactServer.start(ServerConfig.local(directory, 0, clock));
    operator = Files.readString(directory.resolve("admin.key")).strip();
  }

  HttpResponse<String> send(String method, String path, String key, String type, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    String answered = answer.headers().firstValue("Content-Type").orElse("");
    contract.require(method, path, answer.statusCode(), answered, answer.body());
    return answer;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path, operator, "", "");
  }

  HttpResponse<String> post(String path, String type, String body)
      throws IOException, InterruptedException {
    return send("POST", path, operator, type, body);
  }

  static JsonObject json(String body) throws Exception {
    return (JsonObject) Json.parse(body.getBytes(StandardCharsets.UTF_8), JsonLimits.STRICT);
  }

  @Override
  public void close() {
    server.close();
  }
}
