package dev.intact.cli;

import dev.intact.files.ListFormat;
import dev.intact.files.RulesJson;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.ScanRules;
import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.monitor.config.FileSetSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The sets of a running server, of files on the server's machine. */
final class RemoteSets implements Sets {

  private static final String SETS = "/v1/files/sets";
  private static final String LEFT_OUT = "Intact-Left-Out";

  private final ServerClient server;

  RemoteSets(ServerClient server) {
    this.server = server;
  }

  private static String path(String set, String rest) {
    return SETS + "/" + ServerClient.segment(set) + rest;
  }

  @Override
  public List<JsonObject> list() throws IOException {
    return RemoteTrails.objects(RemoteTrails.array(server.get(SETS), "sets"));
  }

  /** Posts what takes long: the server says in between how far it is. */
  private JsonObject work(String path, JsonObject.Builder body, Pace pace, Progress progress)
      throws IOException {
    if (pace.bytesPerSecond() > 0) {
      body.put("bytes_per_second", pace.bytesPerSecond());
    }
    if (pace.idle()) {
      body.put("idle", true);
    }
    return server.work(path, Json.canonical(body.build()), progress);
  }

  @Override
  public JsonObject baseline(
      String set, ScanRules rules, String reason, boolean fresh, Pace pace, Progress progress)
      throws IOException {
    JsonObject.Builder body =
        JsonObject.builder().put("rules", RulesJson.write(rules)).put("reason", reason);
    if (fresh) {
      body.put("fresh", true);
    }
    return work(path(set, "/baseline"), body, pace, progress);
  }

  @Override
  public JsonObject check(
      String set, boolean quick, Pace pace, Optional<FileSetSpec> declared, Progress progress)
      throws IOException {
    if (declared.isPresent()) {
      throw new IllegalArgumentException("--config goes with --data: the server has its own");
    }
    JsonObject.Builder body = JsonObject.builder().put("mode", quick ? "quick" : "full");
    return work(path(set, "/check"), body, pace, progress);
  }

  @Override
  public JsonObject accept(
      String set, List<ByteString> paths, String reason, Pace pace, Progress progress)
      throws IOException {
    JsonObject.Builder body =
        JsonObject.builder()
            .put("paths", JsonArray.ofStrings(paths.stream().map(ByteString::display).toList()))
            .put("reason", reason);
    return work(path(set, "/accept"), body, pace, progress);
  }

  private JsonObject history(String set, ByteString path, Optional<String> sha256)
      throws IOException {
    return server.get(
        path(
            set,
            "/history"
                + ServerClient.query(
                    Map.of("path", Optional.of(path.display()), "sha256", sha256))));
  }

  @Override
  public List<JsonObject> history(String set, ByteString path) throws IOException {
    return RemoteTrails.objects(
        RemoteTrails.array(history(set, path, Optional.empty()), "history"));
  }

  @Override
  public JsonObject lastEqual(String set, ByteString path, String sha256) throws IOException {
    return history(set, path, Optional.of(sha256));
  }

  @Override
  public JsonObject report(String set, int days) throws IOException {
    return server.get(path(set, "/report?days=" + days));
  }

  @Override
  public long announce(String set, JsonObject notice) throws IOException {
    String path = path(set, "/notices");
    return server
        .object(server.json("POST", path, "application/json", Json.canonical(notice)), path)
        .integer("index")
        .orElseThrow(() -> new CommandFailure(3, "the server's answer has no index"));
  }

  @Override
  public List<JsonObject> notices(String set) throws IOException {
    return RemoteTrails.objects(RemoteTrails.array(server.get(path(set, "/notices")), "notices"));
  }

  @Override
  public JsonObject diff(String set, ByteString path) throws IOException {
    return server.get(
        path(set, "/diff" + ServerClient.query(Map.of("path", Optional.of(path.display())))));
  }

  @Override
  public JsonObject compare(
      String set, ListFormat format, InputStream list, ByteString root, Progress progress)
      throws IOException {
    String query =
        ServerClient.query(
            Map.of("format", Optional.of(format.text()), "root", Optional.of(root.display())));
    return server.work(path(set, "/compare" + query), "text/plain", list.readAllBytes(), progress);
  }

  @Override
  public Map<String, Long> export(String set, ListFormat format, OutputStream out)
      throws IOException {
    HttpHeaders said = server.copyWithHeaders(path(set, "/export?format=" + format.text()), out);
    Optional<String> leftOut = said.firstValue(LEFT_OUT);
    return leftOut.isPresent() ? counts(leftOut.get()) : Map.of();
  }

  private static Map<String, Long> counts(String text) throws IOException {
    try {
      if (Json.parse(text.getBytes(StandardCharsets.UTF_8), JsonLimits.STRICT)
          instanceof JsonObject json) {
        Map<String, Long> counts = new TreeMap<>();
        json.names().forEach(name -> counts.put(name, json.integer(name).orElse(-1L)));
        return counts;
      }
    } catch (JsonException e) {
      throw new IOException("the server says in no known way what it left out: " + text, e);
    }
    throw new IOException("the server says in no known way what it left out: " + text);
  }

  @Override
  public void close() {
    server.close();
  }
}
