package dev.intact.cli;

import dev.intact.json.Json;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Talks to a server of ours. What it answers is bounded and parsed strictly. */
final class ServerClient implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final String JSON = "application/json";
  private static final String LINES = "application/x-ndjson";
  private static final int MAX_ANSWER = 128 << 20;
  private static final JsonLimits LIMITS =
      new JsonLimits(MAX_ANSWER, 80, 5_000_000, JsonLimits.Numbers.EXACT);

  private final HttpClient client;
  private final URI url;
  private final Optional<String> key;

  ServerClient(HttpClient client, URI url, Optional<String> key) {
    this.client = client;
    this.url = url;
    this.key = key;
  }

  /** A segment of a path. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A query; parameters without a value are left out. */
  static String query(Map<String, Optional<String>> parameters) {
    String query =
        parameters.entrySet().stream()
            .filter(p -> p.getValue().isPresent())
            .map(p -> p.getKey() + "=" + segment(p.getValue().orElseThrow()))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "" : "?" + query;
  }

  JsonValue json(String method, String path, String type, byte[] body) throws IOException {
    byte[] answer = bytes(method, path, type, body);
    return parse(path, answer);
  }

  private JsonValue parse(String path, byte[] answer) throws CommandFailure {
    try {
      return Json.parse(answer, LIMITS);
    } catch (JsonException e) {
      throw new CommandFailure(3, url + path + " answers with malformed JSON: " + e.getMessage());
    }
  }

  JsonObject get(String path) throws IOException {
    return object(json("GET", path, "", new byte[0]), path);
  }

  JsonObject object(JsonValue value, String path) throws CommandFailure {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new CommandFailure(3, url + path + " answers with something else than a JSON object");
  }

  byte[] bytes(String method, String path, String type, byte[] body) throws IOException {
    try (InputStream in = open(method, path, type, body)) {
      byte[] answer = in.readNBytes(MAX_ANSWER + 1);
      if (answer.length > MAX_ANSWER) {
        throw new CommandFailure(
            3, url + path + " answers with more than " + MAX_ANSWER + " bytes");
      }
      return answer;
    }
  }

  /**
   * Posts work that takes long. The server answers with lines: how much is {@code done}, and at the
   * end the {@code result}, or a problem.
   */
  JsonObject work(String path, byte[] body, Progress progress) throws IOException {
    return work(path, JSON, body, progress);
  }

  /** The same with a body of another type. */
  JsonObject work(String path, String type, byte[] body, Progress progress) throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                open("POST", path, type, body, Optional.of(LINES)), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        JsonObject json = object(parse(path, line.getBytes(StandardCharsets.UTF_8)), path);
        Optional<JsonObject> result = json.object("result");
        if (result.isPresent()) {
          return result.get();
        }
        if (json.integer("status").isPresent()) {
          throw CommandFailure.of(
              json.integer("status").get().intValue(),
              json.string("title").orElse(""),
              json.string("detail").orElse("the server refuses"));
        }
        json.integer("expected").ifPresent(progress::total);
        json.integer("done").ifPresent(progress::add);
      }
    }
    throw new CommandFailure(3, url + path + " ends its answer before there is a result");
  }

  void copy(String path, OutputStream out) throws IOException {
    HttpHeaders unused = copyWithHeaders(path, out);
  }

  /** The same; gives what the answer says besides. */
  HttpHeaders copyWithHeaders(String path, OutputStream out) throws IOException {
    HttpResponse<InputStream> answer = send("GET", path, "", new byte[0], Optional.empty());
    try (InputStream in = answer.body()) {
      in.transferTo(out);
    }
    return answer.headers();
  }

  private InputStream open(String method, String path, String type, byte[] body)
      throws IOException {
    return open(method, path, type, body, Optional.empty());
  }

  private InputStream open(
      String method, String path, String type, byte[] body, Optional<String> accept)
      throws IOException {
    return send(method, path, type, body, accept).body();
  }

  private HttpResponse<InputStream> send(
      String method, String path, String type, byte[] body, Optional<String> accept)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(TIMEOUT)
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    key.ifPresent(k -> request.header("Authorization", "Bearer " + k));
    accept.ifPresent(a -> request.header("Accept", a));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    HttpResponse<InputStream> response;
    try {
      response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while talking to " + url);
    } catch (ConnectException e) {
      throw new CommandFailure(3, "no server answers at " + url + "; is it running? (intact up)");
    } catch (HttpTimeoutException e) {
      throw new CommandFailure(3, url + " does not answer in time");
    } catch (IOException e) {
      throw new CommandFailure(3, "talking to " + url + " fails: " + e.getMessage());
    }
    if (response.statusCode() / 100 == 2) {
      return response;
    }
    throw problem(response);
  }

  private CommandFailure problem(HttpResponse<InputStream> response) throws IOException {
    int status = response.statusCode();
    try (InputStream in = response.body()) {
      if (Json.parse(in.readNBytes(1 << 16), JsonLimits.STRICT) instanceof JsonObject json) {
        String detail = json.string("detail").orElse("the server refuses");
        if (status == 401) {
          detail =
              key.isEmpty()
                  ? "the server asks for an API key: --key-file FILE, or INTACT_API_KEY"
                  : "the server does not take this API key";
        }
        return CommandFailure.of(status, json.string("title").orElse(""), detail);
      }
    } catch (JsonException e) {
      // said below
    }
    return new CommandFailure(
        3, url + " answers with status " + status + " and no reason: is it a server of Intact?");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
