package dev.intact.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code intact up} as a process of its own. */
final class ServiceProcess implements AutoCloseable {

  private static final long MAX_SECONDS = 120;

  private final Process process;
  private final String url;
  private final String key;
  private final HttpClient client = HttpClient.newHttpClient();

  ServiceProcess(Path data, Path signer) throws IOException {
    process = new ProcessBuilder(command(data, signer)).redirectErrorStream(true).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    List<String> said = new ArrayList<>();
    String line = out.readLine();
    while (line != null && !line.startsWith("Intact listens on ")) {
      said.add(line);
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("the service does not start: " + said);
    }
    url = line.substring("Intact listens on ".length(), line.indexOf(','));
    key = Files.readString(data.resolve("admin.key")).strip();
    Thread.ofVirtual().start(() -> out.lines().forEach(l -> System.err.println("service: " + l)));
  }

  static List<String> command(Path data, Path signer) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.intact.cli.Main",
        "up",
        "--data",
        data.toString(),
        "--signer",
        signer.toString(),
        "--listen",
        "127.0.0.1:0");
  }

  /** Runs a command to its end. */
  record Ended(int code, String output) {}

  static Ended run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      String output = reader.readAllAsString();
      return new Ended(process.waitFor(), output);
    }
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return post(path, "application/json", body);
  }

  HttpResponse<String> postLines(String path, String lines)
      throws IOException, InterruptedException {
    return post(path, "application/x-ndjson", lines);
  }

  /** How long an answer is; it is not kept. */
  long length(String path) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        client.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      return body.transferTo(OutputStream.nullOutputStream());
    }
  }

  private HttpResponse<String> post(String path, String type, String body)
      throws IOException, InterruptedException {
    return client.send(
        request(path)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).header("Authorization", "Bearer " + key);
  }

  void terminate() {
    process.destroy();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the service did not end within " + MAX_SECONDS + " seconds");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
    client.close();
  }
}
